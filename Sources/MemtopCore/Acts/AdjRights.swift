import LinuxKernel

/// What of this program's own rights bears on a change of `oom_score_adj`.
public struct AdjRights: Sendable, Equatable {
  /// It holds CAP_SYS_RESOURCE where the kernel asks for it: in the initial user namespace.
  public let canLower: Bool
  /// It may write files of other users.
  public let overridesOwners: Bool
  /// Effective user.
  public let user: UInt32

  public init(canLower: Bool, overridesOwners: Bool, user: UInt32) {
    self.canLower = canLower
    self.overridesOwners = overridesOwners
    self.user = user
  }

  /// From what the kernel says; a right that could not be read is taken as missing.
  public init(capabilities: Capabilities?, isInitialNamespace: Bool?, user: UInt32) {
    self.init(
      canLower: capabilities?.contains(.sysResource) == true && isInitialNamespace == true,
      overridesOwners: capabilities?.contains(.dacOverride) == true,
      user: user)
  }
}
