import CLinux
import Glibc

/// The folder that stands for `/`: the running system, or a captured tree that holds `proc` and `sys`.
public final class KernelRoot: Sendable {
  public let path: String
  /// True for the running system; everything else is read-only and has no live processes.
  public let isLive: Bool
  /// Memory page size. Unit: bytes.
  public let pageSize: UInt64
  /// Clock ticks a second, the unit of a process's start time.
  public let clockTicksPerSecond: UInt64
  let directory: Int32
  /// Negative where a captured tree holds `sys` alone.
  let proc: Int32
  /// Files the capturing user could not read, named from the root.
  let denied: Set<String>

  /// Opens the folder. A captured tree declares page size and clock tick in a file `sysconf` (lines as
  /// `getconf -a` prints them) in it or beside it, and lists files the capturing user could not read in `denied`.
  ///
  /// Throws: when the folder or its `proc` cannot be opened; a captured tree may hold `sys` alone.
  public init(_ path: String = "/") throws(KernelError) {
    self.path = path
    isLive = path == "/"
    directory = try Self.open(AT_FDCWD, path, named: path)
    let procPath = path == "/" ? "/proc" : path + "/proc"
    do throws(KernelError) {
      proc = try Self.open(directory, "proc", named: procPath)
    } catch {
      guard path != "/", faccessat(directory, "sys", F_OK, 0) == 0, error.reason == .errno(ENOENT)
      else {
        close(directory)
        throw error
      }
      proc = -1
    }
    guard !isLive else {
      // In a rescue system or a bare chroot it may be an empty folder.
      guard clinux_is_proc(proc) != 0 else {
        close(proc)
        close(directory)
        throw KernelError(
          path: procPath, reason: .malformed("no proc file system is mounted there"))
      }
      pageSize = UInt64(sysconf(Int32(_SC_PAGESIZE)))
      clockTicksPerSecond = UInt64(sysconf(Int32(_SC_CLK_TCK)))
      denied = []
      return
    }
    let declared = TreeDeclarations(directory: directory)
    pageSize = declared.pageSize
    clockTicksPerSecond = declared.clockTicksPerSecond
    denied = declared.denied
  }

  deinit {
    if proc >= 0 { close(proc) }
    close(directory)
  }

  private static func open(
    _ base: Int32, _ path: String, named name: String
  ) throws(KernelError) -> Int32 {
    let fd = openat(base, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw KernelError(path: name, reason: .errno(errno)) }
    return fd
  }

  /// Reads a whole file, named from the root without a leading slash (`proc/meminfo`).
  public func read(_ file: String, into buffer: inout ReadBuffer) -> ReadOutcome {
    if !denied.isEmpty, denied.contains(file) { return .denied }
    // Passed as it is, the text would be copied for every call.
    let outcome = file.withCString { Self.read(directory, $0, whole: true, into: &buffer) }
    buffer.note(outcome, of: file)
    return outcome
  }

  /// What a file says, named as for `read`; nil where it cannot be read or is not understood. Whether
  /// it is there and could not be read, the buffer's `failure` tells.
  public func value<T>(
    of file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> T? {
    guard case .bytes = read(file, into: &buffer) else { return nil }
    return buffer.withBytes { parse($0) }
  }

  /// What came of reading a file, named as for `read`.
  public func reading<T>(
    of file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> Reading<T> {
    switch read(file, into: &buffer) {
    case .bytes: buffer.withBytes { parse($0) }.map(Reading.value) ?? .malformed(file)
    case .denied: .denied
    case .failed(let code): .failed(errno: code)
    case .vanished, .unsupported: .absent
    }
  }

  /// Reads a file below `proc` whose name is in a C string (`123/statm`): one record, one read.
  func readProcess(
    _ name: UnsafePointer<CChar>, into buffer: inout ReadBuffer
  ) -> ReadOutcome {
    if !denied.isEmpty, denied.contains("proc/" + String(cString: name)) { return .denied }
    return Self.read(proc, name, whole: !isLive, into: &buffer)
  }

  /// Opens a file below `proc` whose name is in a C string; nil where it cannot be.
  func openProcess(_ name: UnsafePointer<CChar>) -> Int32? {
    let descriptor = clinux_open_file(proc, name)
    return descriptor >= 0 ? descriptor : nil
  }

  /// Reads a file that is open, from its beginning: one record, one read.
  static func read(_ descriptor: Int32, into buffer: inout ReadBuffer) -> ReadOutcome {
    while true {
      let result = clinux_read_kept(descriptor, buffer.base, UInt(buffer.capacity))
      if result == buffer.capacity, buffer.grow() { continue }
      buffer.setCount(max(0, result))
      return ReadOutcome(result: result)
    }
  }

  private static func read(
    _ base: Int32, _ name: UnsafePointer<CChar>, whole: Bool, into buffer: inout ReadBuffer
  ) -> ReadOutcome {
    while true {
      let result = clinux_read_file(
        base, name, buffer.base, UInt(buffer.capacity), whole ? 1 : 0)
      if result == buffer.capacity, buffer.grow() { continue }
      buffer.setCount(max(0, result))
      return ReadOutcome(result: result)
    }
  }

  /// Whether a name exists below `proc`.
  func existsInProc(_ name: UnsafePointer<CChar>) -> Bool {
    faccessat(proc, name, F_OK, 0) == 0
  }

  /// This process, in its own PID namespace.
  public var ownPID: Int32 { getpid() }

  /// Whether `/proc` numbers processes as this process's own PID namespace does; false in a captured
  /// tree.
  public var showsOwnNamespace: Bool {
    guard isLive else { return false }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
      let count = readlinkat(proc, "self", text.baseAddress!, text.count - 1)
      guard count > 0 else { return false }
      text[count] = 0
      return strtol(text.baseAddress!, nil, 10) == Int(ownPID)
    }
  }

  /// Whether a file below `/proc` is the kernel's, and none that was mounted over it, as lxcfs does for a
  /// container; false in a captured tree.
  func isKernelsOwn(_ name: String) -> Bool {
    var folder = stat()
    var file = stat()
    return isLive && fstat(proc, &folder) == 0 && fstatat(proc, name, &file, 0) == 0
      && file.st_dev == folder.st_dev
  }

  /// The number of a directory, named from the root without a leading slash; nil where there is none.
  public func inode(ofDirectory path: String) -> UInt64? {
    var status = stat()
    let result = path.withCString { fstatat(directory, $0, &status, 0) }
    guard result == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return UInt64(status.st_ino)
  }

  /// The owner of a process directory, which is the process's effective user.
  ///
  /// Source: owner of `/proc/PID`. Nil in a captured tree, where owners are the capturing user's.
  func owner(ofProcess name: UnsafePointer<CChar>) -> UInt32? {
    guard isLive else { return nil }
    var uid: UInt32 = 0
    return clinux_owner(proc, name, &uid) == 0 ? uid : nil
  }
}
