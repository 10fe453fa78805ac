/// What is to be read so that the kernel's choice can be computed.
public struct KillPlan: Sendable, Equatable {
  /// A group whose choice is asked for besides the host's, as `/proc/PID/cgroup` names it.
  public var group: String?

  public init(group: String? = nil) { self.group = group }
}
