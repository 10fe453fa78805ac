import LinuxKernel

/// What a walk through a process's page tables tells of pages that others have too.
extension Field {
  public static let pss = Field(
    "pss", title: "PSS", kind: .bytes, width: 6, priority: 30, isSummable: true, isSlow: true,
    help:
      "Memory in RAM with each shared page divided by its sharers: sums of it count every page once. "
      + "Walked for what is shown, beside the rest, every ten samples.",
    source: "/proc/PID/smaps_rollup Pss"
  ) { model, row in walked(model, row) { $0[.pss] } }

  static let uss = Field(
    "uss", aliases: ["unique"], title: "USS", kind: .bytes, width: 6, priority: 29,
    isSummable: true, isSlow: true,
    help:
      "Memory that no other process has: what the end of this one gives back at once. Walked as PSS is.",
    source: "/proc/PID/smaps_rollup Private_Clean + Private_Dirty + Private_Hugetlb"
  ) { model, row in walked(model, row, \.unique) }

  private static func walked(
    _ model: borrowing Model, _ row: Int, _ size: (SmapsRollup) -> UInt64?
  ) -> FieldValue {
    switch model.rollups[model.processes.rows[row].id] {
    case .value(let rollup): .size(size(rollup))
    case .denied: .denied
    case .failed: .failed
    case nil, .absent, .malformed: .absent
    }
  }
}
