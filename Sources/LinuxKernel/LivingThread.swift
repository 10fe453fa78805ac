import Glibc

/// The threads of a process whose first one has ended while others live.
///
/// Source: `/proc/PID/task`.
public enum LivingThread {
  /// The threads besides the first, in ascending order.
  static func others(of pid: Int32, in root: KernelRoot) -> [Int32] {
    guard let directory = opendir(root.path + "/proc/\(pid)/task") else { return [] }
    defer { closedir(directory) }
    var threads: [Int32] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let thread = Int32(name), thread != pid { threads.append(thread) }
    }
    return threads.sorted()
  }

  /// The cgroup that accounts for such a process's memory, from `/proc/PID/task/TID/cgroup`. In version 1
  /// the first thread reads `/` as soon as it ends, whatever group the process is in.
  public static func cgroup(
    of pid: Int32, in root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> [UInt8]? {
    for thread in others(of: pid, in: root) {
      let directory = "proc/\(pid)/task/\(thread)/"
      let path = root.value(of: directory + "cgroup", &buffer) { ProcessCgroup.name($0) }
      let stat = root.value(of: directory + "stat", &buffer) { ProcessStat($0) }
      if let path, let stat, !stat.isExiting { return path }
    }
    return nil
  }
}
