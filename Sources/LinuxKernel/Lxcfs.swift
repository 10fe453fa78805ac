/// The file system that shows a container its own figures in the place of the host's.
///
/// Source: `/proc/self/mountinfo`, type `fuse.lxcfs`.
public enum Lxcfs {
  /// Whether files below `/proc` are its own.
  public static func isMounted(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> Bool {
    root.value(of: "proc/self/mountinfo", &buffer, isListed) ?? false
  }

  static func isListed(_ bytes: Span<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      while let dash = bytes.first(0x2d, from: at, to: end) {
        if bytes.starts(with: "- fuse.lxcfs ", at: dash) { return true }
        at = dash + 1
      }
      at = end + 1
    }
    return false
  }
}
