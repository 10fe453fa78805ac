import Glibc

/// The memory of a process whose first thread has ended while others live: the process's own files
/// no longer tell it, those of the living threads do.
///
/// Source: `/proc/PID/task/TID/stat` and `status`.
public struct ThreadMemory: Sendable, Equatable {
  public let stat: ProcessStat
  public let status: ProcessStatus

  /// Nil when no thread with memory can be read.
  public static func read(
    _ pid: Int32, in root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> ThreadMemory? {
    for thread in threads(of: pid, in: root) where thread != pid {
      let directory = "proc/\(pid)/task/\(thread)/"
      guard let stat = root.value(of: directory + "stat", &buffer, { ProcessStat($0) }),
        let status = root.value(of: directory + "status", &buffer, { ProcessStatus($0) }),
        status.vmPTE != nil
      else { continue }
      return ThreadMemory(stat: stat, status: status)
    }
    return nil
  }

  private static func threads(of pid: Int32, in root: KernelRoot) -> [Int32] {
    guard let directory = opendir(root.path + "/proc/\(pid)/task") else { return [] }
    defer { closedir(directory) }
    var threads: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let thread = Int32(name) { threads.append(thread) }
    }
    return threads.sorted()
  }
}
