import CLinux
import Glibc

/// Holds on to one process, so that an act reaches that process or none.
///
/// It is opened when a prompt opens and let go when the prompt closes. Source: the directory
/// `/proc/PID`, which stays bound to the process and not to the number, and a pidfd (Since: 5.3).
public final class ProcessHandle: Sendable {
  /// The process that is held.
  public let process: ProcessID
  /// The owner of `/proc/PID` when the handle was opened: the effective user, or root for a process
  /// that may not be dumped.
  public let owner: UInt32
  let directory: Int32
  let pidfd: Int32?

  /// Takes hold of a process of the running system.
  ///
  /// Throws: ESRCH where the process is gone or its pid is another's by now, EROFS for a captured
  /// tree, and whatever the kernel answers when it does not let its directory be opened.
  public init(_ process: ProcessID, in root: KernelRoot) throws(KernelError) {
    let path = "/proc/\(process.pid)"
    guard root.isLive else { throw KernelError(path: path, reason: .errno(EROFS)) }
    let directory = openat(root.proc, "\(process.pid)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else {
      throw KernelError(path: path, reason: .errno(errno == ENOENT ? ESRCH : errno))
    }
    let pidfd = clinux_pidfd_open(process.pid)
    // The directory is read after the pidfd was opened: where it still answers, the number had not
    // been given to another process in between, so both name the same one.
    var owner: UInt32 = 0
    guard Self.startTime(directory) == process.startTime, clinux_owner(directory, ".", &owner) == 0
    else {
      if pidfd >= 0 { close(pidfd) }
      close(directory)
      throw KernelError(path: path, reason: .errno(ESRCH))
    }
    self.process = process
    self.owner = owner
    self.directory = directory
    self.pidfd = pidfd >= 0 ? pidfd : nil
  }

  deinit {
    if let pidfd { close(pidfd) }
    close(directory)
  }

  /// Whether the process is still there; one that has ended but was not yet waited for still is.
  public func isSame() -> Bool { Self.startTime(directory) == process.startTime }

  /// Sends a signal to the process as a whole.
  ///
  /// It goes through the pidfd, or the directory where a pidfd could not be had (Since: 5.1). Only
  /// where the kernel has no such call is `kill` used, right after the identity was checked; a pid
  /// reused in that instant would be hit.
  ///
  /// Throws: ESRCH where the process is gone, EPERM where it is another user's.
  public func signal(_ number: Int32) throws(KernelError) {
    let path = "/proc/\(process.pid)"
    guard isSame() else { throw KernelError(path: path, reason: .errno(ESRCH)) }
    var code = -clinux_pidfd_send_signal(pidfd ?? directory, number)
    if code == ENOSYS { code = kill(process.pid, number) == 0 ? 0 : errno }
    guard code == 0 else { throw KernelError(path: path, reason: .errno(code)) }
  }

  private static func startTime(_ directory: Int32) -> UInt64? { startTime(directory, "stat") }

  fileprivate static func startTime(
    _ directory: Int32, _ file: UnsafePointer<CChar>
  ) -> UInt64? {
    // Up to 1 KiB this is on the stack.
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { buffer in
      let count = clinux_read_file(directory, file, buffer.baseAddress, UInt(buffer.count), 0)
      guard count > 0 else { return nil }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      return ProcessStat(bytes.assumingMemoryBound(to: UInt8.self).span)?.startTime
    }
  }
}

extension KernelRoot {
  /// Whether a process is still there, at the time of the call; it is not held.
  func isThere(_ process: ProcessID) -> Bool {
    "\(process.pid)/stat".withCString { ProcessHandle.startTime(proc, $0) } == process.startTime
  }
}
