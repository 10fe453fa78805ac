import LinuxKernel

/// Which files are worth opening: what is not shown, sorted by or filtered costs no system call.
public struct SamplingPlan: Sendable, Equatable {
  /// Read for every process at every sample.
  public var all: ProcessFileSet
  /// Wanted of every process, though a value from some samples ago serves (names, users).
  public var kept: ProcessFileSet
  /// Read only for the rows on screen.
  public var visible: ProcessFileSet
  /// Whether the growth of every process is followed.
  public var followsGrowth: Bool
  /// Whether the sizes of every process are read now and then, to find those that leak.
  public var followsLeaks: Bool
  /// Nil while nobody asks for the kill order; otherwise `all` holds `KillPlan.files`.
  public private(set) var kill: KillPlan?

  public init(
    all: ProcessFileSet, kept: ProcessFileSet = [], visible: ProcessFileSet = [],
    followsGrowth: Bool = false, followsLeaks: Bool = false
  ) {
    self.all = all
    self.kept = kept
    self.visible = visible
    self.followsGrowth = followsGrowth
    self.followsLeaks = followsLeaks
  }

  /// Wants the kill order, and with it its files of every process.
  public mutating func follow(_ kill: KillPlan) {
    self.kill = kill
    all.formUnion(KillPlan.files)
  }
}
