import LinuxKernel

/// What a walk through a process's page tables tells of pages that others have too.
///
/// Source: `/proc/PID/smaps_rollup`, which can block: it is read beside the loop, for what is shown.
public struct SharedSizes: Sendable, Equatable {
  /// Each page divided by the number of processes that have it.
  public let pss: FieldValue
  /// What no other process has.
  public let uss: FieldValue

  /// - Parameter reading: nil for a process that is gone.
  public init(_ reading: Reading<SmapsRollup>?) {
    switch reading {
    case .value(let rollup):
      pss = .size(rollup[.pss])
      uss = .size(rollup.unique)
    case .denied: (pss, uss) = (.denied, .denied)
    case .failed: (pss, uss) = (.failed, .failed)
    case nil, .absent, .malformed: (pss, uss) = (.absent, .absent)
    }
  }
}

extension Field {
  public static let pss = Field(
    "pss", title: "PSS", kind: .bytes, width: 6, priority: 30, isSummable: true, isSlow: true,
    help:
      "Memory in RAM with each shared page divided by its sharers: sums of it count every page once. "
      + "Walked for what is shown, beside the rest, every ten samples.",
    source: "/proc/PID/smaps_rollup Pss"
  ) { model, row in model.sharedSizes[model.processes.rows[row].id]?.pss ?? .absent }

  public static let uss = Field(
    "uss", aliases: ["unique"], title: "USS", kind: .bytes, width: 6, priority: 29,
    isSummable: true, isSlow: true,
    help:
      "Memory that no other process has: what the end of this one gives back at once. Walked as PSS is.",
    source: "/proc/PID/smaps_rollup Private_Clean + Private_Dirty + Private_Hugetlb"
  ) { model, row in model.sharedSizes[model.processes.rows[row].id]?.uss ?? .absent }
}
