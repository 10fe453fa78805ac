import CLinux

/// The arguments a process was started with, or what it wrote in their place.
///
/// Source: `/proc/PID/cmdline`. Reading it can block for long on a process that is stuck in the
/// kernel: not for the thread that takes input.
public enum ProcessCommandLine {
  /// Longer ones are cut. Unit: bytes.
  public static let limit = 4096

  /// Each argument with a zero byte behind it; empty for kernel threads and zombies. Absent where the
  /// process is gone or the pid is another's.
  public static func read(_ process: ProcessID, in root: KernelRoot) -> Reading<[UInt8]> {
    let name = "\(process.pid)/cmdline"
    if root.denied.contains("proc/" + name) { return .denied }
    // Kept for every process on screen: no larger than it is.
    let (count, bytes) = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { buffer in
      let count = clinux_read_file(root.proc, name, buffer.baseAddress, UInt(limit), 1)
      return (count, [UInt8](buffer[..<max(0, count)]))
    }
    switch ReadOutcome(result: count) {
    case .denied: return .denied
    case .failed(let code): return .failed(errno: code)
    case .vanished, .unsupported: return .absent
    case .bytes: break
    }
    // A pid that was reused before or while the arguments were read is another's for good: one look
    // afterwards tells.
    guard root.holds(process) else { return .absent }
    return .value(bytes)
  }
}
