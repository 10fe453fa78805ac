import CLinux
import Glibc

/// What this program adds to its own badness.
///
/// Source: `/proc/self/oom_score_adj`. Unit: −1000 (never killed) to 1000.
public enum OwnOOMScoreAdj {
  /// Nil in a captured tree and where it cannot be read.
  public static func read(_ root: KernelRoot) -> Int32? {
    guard root.isLive else { return nil }
    var buffer = ReadBuffer(capacity: 64)
    return root.value(of: "proc/self/oom_score_adj", &buffer) { OOMScoreAdj.parse($0) }
  }

  /// Lowering it below the floor needs CAP_SYS_RESOURCE, and moves the floor.
  ///
  /// Throws: EROFS for a captured tree, EACCES where the right is missing.
  public static func write(_ value: Int32, _ root: KernelRoot) throws(KernelError) {
    try write(value, "self", root)
  }

  /// Writes that of a program which this one has started and not waited for: it has inherited this
  /// one's.
  ///
  /// Throws: as for its own.
  public static func write(
    _ value: Int32, ofChild child: Int32, _ root: KernelRoot
  ) throws(KernelError) {
    try write(value, String(child), root)
  }

  private static func write(
    _ value: Int32, _ process: String, _ root: KernelRoot
  ) throws(KernelError) {
    let path = "/proc/\(process)/oom_score_adj"
    guard root.isLive else { throw KernelError(path: path, reason: .errno(EROFS)) }
    var opened: Int32 = 0
    var text = "\(value)\n"
    let result = text.withUTF8 {
      clinux_write_file(
        root.proc, "\(process)/oom_score_adj", $0.baseAddress, UInt($0.count), &opened)
    }
    if result < 0 { throw KernelError(path: path, reason: .errno(-result)) }
  }
}
