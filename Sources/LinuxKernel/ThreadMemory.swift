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
    for thread in LivingThread.others(of: pid, in: root) {
      let directory = "proc/\(pid)/task/\(thread)/"
      guard let stat = root.value(of: directory + "stat", &buffer, { ProcessStat($0) }),
        let status = root.value(of: directory + "status", &buffer, { ProcessStatus($0) }),
        status.vmPTE != nil
      else { continue }
      return ThreadMemory(stat: stat, status: status)
    }
    return nil
  }
}
