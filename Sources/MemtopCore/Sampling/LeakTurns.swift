import LinuxKernel

/// Whose sizes are read at a sample for the leak watch, where nothing else wants those of all.
///
/// The file is dear, so at most some dozens are read at a sample; of what grows, every eighth sample.
struct LeakTurns {
  private let round: Int32
  /// One less than the samples between two readings of a process.
  private let others: Int32

  private static let growing: Int32 = 7
  private static let rarest: Int32 = 127
  /// Turns are made rarer until no more than this are read at a sample.
  private static let most = 16

  /// Nil where no turns are needed.
  init?(_ plan: SamplingPlan, count: Int, round: Int32) {
    guard plan.followsLeaks, !plan.all.contains(.status) else { return nil }
    self.round = round
    var mask = Self.growing
    while mask < Self.rarest, count > Self.most * Int(mask + 1) { mask = mask * 2 + 1 }
    others = mask
  }

  func holds(_ pid: Int32, isGrowing: Bool) -> Bool {
    (pid ^ round) & (isGrowing ? Self.growing : others) == 0
  }
}
