import LinuxKernel

/// How one kernel version chooses whom to kill, where versions differ.
///
/// Source: `mm/oom_kill.c`, `oom_badness()` and `select_bad_process()`, and `fs/proc/base.c`.
public struct KillRules: Sendable, Equatable {
  /// What the killer takes for resident memory.
  public enum Resident: Sendable, Equatable {
    /// `RssAnon` + `RssFile` + `RssShmem`: the counters that `status` shows.
    case status
    /// `stat` field 24: counters that are summed up roughly while `status` is exact.
    case stat
  }

  /// What a process that may administer the system is spared.
  public enum RootDiscount: Sendable, Equatable {
    case none
    /// 30 thousandths of the total.
    case ofTotal
    /// 3 % of its own points.
    case ofPoints
  }

  /// Who of several with equal points dies.
  public enum Tie: Sendable, Equatable { case oldest, youngest }

  /// How a group's total counts swap.
  enum GroupTotal: Sendable, Equatable {
    /// The limit and what of the host's swap the group may use.
    case limitPlusSwap
    /// The same, not more than the limit of memory and swap together.
    case limitPlusSwapCapped
  }

  /// How far the killer's counters may be from those that were read.
  public enum Counters: Sendable, Equatable {
    /// Each thread keeps up to 64 changes to itself.
    case perThread
    /// Each processor keeps up to a batch of changes to itself.
    case perProcessor
    case exact
  }

  /// Nil when it is not known; the rules are the newest ones then.
  public let version: KernelVersion?
  public let resident: Resident
  public let rootDiscount: RootDiscount
  /// Points below 1 count as 1, and who cannot be killed has 0.
  public let floorsAtOne: Bool
  let tie: Tie
  /// In place of the chosen process its worst child dies.
  let sacrificesChildren: Bool
  /// A child that still runs in its parent's memory after `vfork` is passed over.
  let sparesVforkChildren: Bool
  /// `memory.oom.group` exists.
  let killsGroups: Bool
  let groupTotal: GroupTotal
  /// The size of a memory node counts from its first page to its last, not what is there.
  let countsHolesOfNodes: Bool
  public let counters: Counters

  /// - Parameter release: as `uname -r` prints it.
  public init(release: String?) {
    let known = release.flatMap { KernelVersion(release: $0) }
    let version = known ?? KernelVersion(7, 0)
    func since(_ major: Int, _ minor: Int) -> Bool { version >= KernelVersion(major, minor) }
    // Red Hat's 3.10 took over the discount of later kernels.
    let isEL7 = !since(3, 14) && release?.contains(".el7") == true
    self.version = known
    resident = since(6, 2) && !since(7, 0) ? .stat : .status
    rootDiscount = since(4, 17) ? .none : since(3, 14) || isEL7 ? .ofPoints : .ofTotal
    floorsAtOne = !since(5, 9)
    tie = since(5, 3) ? .youngest : .oldest
    sacrificesChildren = !since(5, 1)
    sparesVforkChildren = since(4, 8)
    killsGroups = since(4, 19)
    groupTotal = since(5, 10) ? .limitPlusSwap : .limitPlusSwapCapped
    countsHolesOfNodes = !since(5, 0)
    counters = since(7, 0) ? .exact : since(6, 2) ? .perProcessor : .perThread
  }

  /// What is particular about these rules, a sentence each.
  public var explanation: [String] {
    var lines: [String] = []
    if let version {
      lines.append("rules of Linux \(version.major).\(version.minor)")
    } else {
      lines.append("the kernel's version is not known: rules of Linux 7.0")
    }
    if resident == .stat {
      lines.append("resident memory is what stat field 24 tells, the killer's rough counters")
    }
    switch rootDiscount {
    case .none: break
    case .ofTotal: lines.append("who may administer the system is spared 3 % of the total")
    case .ofPoints: lines.append("who may administer the system is spared 3 % of its points")
    }
    if floorsAtOne { lines.append("points below 1 count as 1") }
    if sacrificesChildren { lines.append("the worst child of the chosen process dies for it") }
    lines.append(
      tie == .youngest ? "of equals the youngest dies first" : "of equals the oldest dies first")
    return lines
  }

  /// How far from the badness computed the killer's may be. Unit: pages. Nil where the number of
  /// processors is not known.
  func uncertainty(threads: Int32, processors: Int?, hasKillersCounter: Bool) -> Int64? {
    switch counters {
    case .exact: return 0
    case .perThread: return 64 * Int64(max(1, threads))
    case .perProcessor:
      guard let processors else { return nil }
      let count = Int64(min(max(1, processors), 1 << 16))
      // One counter, swap, cannot be read as the killer reads it; without field 24 it is all four.
      return Self.counterBatch(processors) * count * (hasKillersCounter ? 1 : 4)
    }
  }

  /// How many pages a processor counts for itself before it passes them on.
  static func counterBatch(_ processors: Int) -> Int64 {
    max(32, 2 * Int64(min(max(1, processors), 1 << 16)))
  }
}
