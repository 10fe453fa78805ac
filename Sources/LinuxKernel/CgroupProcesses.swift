import CLinux
import Glibc

extension CgroupDirectory {
  /// The processes in the group itself; 0 stands for one of a PID namespace that is not seen from here.
  ///
  /// Source: `cgroup.procs`.
  public func processes(_ buffer: inout ReadBuffer) -> Reading<[Int32]> {
    reading("cgroup.procs", &buffer) { bytes in
      var pids: [Int32] = []
      var at = 0
      while at < bytes.count {
        guard let pid = bytes.decimal(at: &at).flatMap({ Int32(exactly: $0) }), at < bytes.count,
          bytes[at] == 0x0a
        else { return nil }
        pids.append(pid)
        at += 1
      }
      return pids
    }
  }

  /// Moves a held process, with all its threads, into the group.
  ///
  /// The kernel takes a bare pid. While the held process is there nobody else can have its pid, so it is looked
  /// for before and after the write.
  ///
  /// Source: `cgroup.procs`. Throws: ESRCH where it is gone, else the kernel's refusal.
  public func take(_ process: ProcessHandle) throws(KernelError) {
    let gone = KernelError(path: "/proc/\(process.process.pid)", reason: .errno(ESRCH))
    guard process.isSame() else { throw gone }
    try write("\(process.process.pid)", to: "cgroup.procs")
    guard process.isSame() else { throw gone }
  }

  /// Whether a controller is in a list of them: `cgroup.controllers` or `cgroup.subtree_control`; v2.
  public func lists(
    _ controller: StaticString, in file: String, _ buffer: inout ReadBuffer
  ) -> Bool {
    reading(file, &buffer) { bytes in
      var at = 0
      while at < bytes.count {
        var end = at
        while end < bytes.count, bytes[end] > 0x20 { end += 1 }
        if bytes.isEqual(at..<end, controller) { return true }
        at = end + 1
      }
      return false
    }.value == true
  }

  /// Whether its processes may lie in groups below by their threads: `cgroup.type` is not `domain`; v2.
  public func isThreaded(_ buffer: inout ReadBuffer) -> Bool {
    reading("cgroup.type", &buffer) { bytes in bytes.isEqual(0..<bytes.count, "domain\n") }
      .value == false
  }
}

extension ProcessHandle {
  /// The group that accounts for the process's memory, as `/proc/PID/cgroup` names it; nil where the process
  /// is gone or has ended.
  ///
  /// Source: `/proc/PID/cgroup`; where its first thread has ended, that of a living one.
  public func cgroup(in root: KernelRoot, _ buffer: inout ReadBuffer) -> [UInt8]? {
    let path = read("cgroup", &buffer) { ProcessCgroup.name($0) }
    // Asked last: before that it had not left the group yet.
    guard let stat = read("stat", &buffer, { ProcessStat($0) }) else { return nil }
    guard stat.isExiting else { return path }
    let living = LivingThread.cgroup(of: process.pid, in: root, &buffer)
    return isSame() ? living : nil
  }

  /// What one of the process's files says; nil where it is gone.
  public func read<T>(
    _ file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> T? {
    while true {
      let count = file.withCString {
        clinux_read_file(directory, $0, buffer.base, UInt(buffer.capacity), 1)
      }
      if count == buffer.capacity, buffer.grow() { continue }
      guard count >= 0 else { return nil }
      buffer.setCount(count)
      return buffer.withBytes { parse($0) }
    }
  }
}
