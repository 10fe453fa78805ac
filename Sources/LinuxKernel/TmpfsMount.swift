import Glibc

/// A file system whose files lie in memory.
///
/// Source: `/proc/self/mountinfo`, type `tmpfs`; its fill by `statvfs`, of the running system only.
public struct TmpfsMount: Sendable, Equatable {
  /// As the kernel prints it.
  public let directory: String
  /// Unit: bytes; nil in a captured tree.
  public let used: UInt64?
  /// Unit: bytes; nil in a captured tree.
  public let size: UInt64?

  /// Every mount of the kind, each directory once.
  public static func list(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> [TmpfsMount] {
    guard case .bytes = root.read("proc/self/mountinfo", into: &buffer) else { return [] }
    return buffer.withBytes { directories($0) }.map { directory in
      var status = statvfs()
      guard root.isLive, statvfs(directory, &status) == 0, status.f_blocks >= status.f_bfree else {
        return TmpfsMount(directory: directory, used: nil, size: nil)
      }
      let block = UInt64(clamping: status.f_frsize)
      return TmpfsMount(
        directory: directory,
        used: (UInt64(status.f_blocks) - UInt64(status.f_bfree)).multipliedSaturated(by: block),
        size: UInt64(status.f_blocks).multipliedSaturated(by: block))
    }
  }

  /// `36 35 98:0 /root /where options fields… - tmpfs source super-options`
  static func directories(_ bytes: Span<UInt8>) -> [String] {
    var found: [String] = []
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      var words: [Range<Int>] = []
      while at < end {
        let stop = bytes.first(0x20, from: at, to: end) ?? end
        words.append(at..<stop)
        at = stop + 1
      }
      if let dash = words.indices.first(where: { $0 > 5 && bytes.isEqual(words[$0], "-") }),
        dash + 1 < words.count, bytes.isEqual(words[dash + 1], "tmpfs")
      {
        let directory = bytes.text(words[4])
        if !found.contains(directory) { found.append(directory) }
      }
      at = end + 1
    }
    return found
  }
}
