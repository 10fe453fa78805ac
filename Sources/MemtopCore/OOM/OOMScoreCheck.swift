/// The kernel's `oom_score` of every process beside the one that follows from what was read: equal
/// where memtop computes what the kernel does.
public struct OOMScoreCheck: Sendable {
  public struct Difference: Sendable {
    /// The row of the sample's process table.
    public let row: Int32
    public let kernel: Int64
    public let derived: Int64
  }

  /// How many processes have both.
  public private(set) var compared = 0
  public private(set) var differences: [Difference] = []

  public init(_ candidates: KillCandidates) {
    for process in candidates.processes {
      guard let kernel = process.oomScore.map(Int64.init),
        let derived = candidates.oomScore(Int(process.row))
      else { continue }
      compared += 1
      if kernel != derived {
        differences.append(Difference(row: process.row, kernel: kernel, derived: derived))
      }
    }
  }

  /// Differences of more than 1: a counter that moved between two readings makes no more.
  public var large: Int { differences.count { abs($0.kernel - $0.derived) > 1 } }
}
