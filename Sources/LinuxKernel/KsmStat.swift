/// How many pages are kept once in the place of many.
///
/// Source: `/sys/kernel/mm/ksm`. Unit: pages. Each is nil where it cannot be read.
public struct KsmStat: Sendable, Equatable {
  /// Pages that stand for several. Key file `pages_shared`.
  public let shared: UInt64?
  /// Pages that are saved. Key file `pages_sharing`.
  public let sharing: UInt64?

  public init(_ root: KernelRoot, _ buffer: inout ReadBuffer) {
    shared = root.value(of: "sys/kernel/mm/ksm/pages_shared", &buffer, SmallNumber.parseSize)
    sharing = Self.pagesSharing(root, &buffer)
  }

  /// Pages that are saved; nil where it cannot be read.
  public static func pagesSharing(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> UInt64? {
    root.value(of: "sys/kernel/mm/ksm/pages_sharing", &buffer, SmallNumber.parseSize)
  }
}
