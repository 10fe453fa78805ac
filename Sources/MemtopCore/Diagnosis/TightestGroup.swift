import LinuxKernel

/// The cgroup that is nearest to its own limit, where one is near it: there the kernel kills next, however
/// much memory the host has.
public struct TightestGroup: Sendable, Equatable {
  /// As `/proc/PID/cgroup` names it.
  public let path: String
  /// What it uses, without the cache: that is given back before the kernel kills. Unit: bytes.
  public let held: UInt64
  /// `memory.max` or `memory.limit_in_bytes`. Unit: bytes.
  public let limit: UInt64

  /// Unit: percent of the limit.
  public var share: Double { Double(held) * 100 / Double(limit) }

  /// A group is near its limit from this share of it. Unit: percent.
  public static let near = 90.0

  /// Nil where none is near its limit.
  public init?(_ groups: [CgroupUse]) {
    let limited = groups.compactMap(Self.init)
    guard let tightest = limited.max(by: { $0.share < $1.share }), tightest.share >= Self.near
    else { return nil }
    self = tightest
  }

  private init?(_ use: CgroupUse) {
    guard let limit = use.limit, limit > 0 else { return nil }
    path = use.path
    held = use.current - min(use.current, use.cache ?? use.inactiveFile ?? 0)
    self.limit = limit
  }
}
