import LinuxKernel

/// What is to be read so that the kernel's choice can be computed.
public struct KillPlan: Sendable, Equatable {
  /// A group whose choice is asked for besides the host's, as `/proc/PID/cgroup` names it.
  public var group: String?

  /// What the choice needs of every process.
  public static let files: ProcessFileSet = [
    .stat, .statm, .status, .oomScore, .oomScoreAdj, .cgroup,
  ]

  public init(group: String? = nil) { self.group = group }
}
