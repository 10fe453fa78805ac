import LinuxKernel

/// A process that is to be moved into another group, or back.
public struct BoxMember: Sendable, Equatable {
  public let process: ProcessID
  /// Already made visible.
  public let name: String
  /// The effective user.
  public let owner: UInt32
  /// The group that it is in, as `/proc/PID/cgroup` names it.
  public let group: [UInt8]
  /// Memory resident. Unit: bytes. Nil where it is not told.
  public let resident: UInt64?
}

/// The same, held since it was looked at.
public struct HeldMember: Sendable {
  public let member: BoxMember
  public let handle: ProcessHandle

  /// Takes hold of a process that was seen.
  ///
  /// Throws: where it is gone, or may not be moved at all.
  public init(_ process: ProcessID, in root: KernelRoot) throws(CgroupProblem) {
    let pid = process.pid
    let gone = CgroupProblem(.missing, "\(pid): there is no such process")
    let handle: ProcessHandle
    do throws(KernelError) {
      handle = try ProcessHandle(process, in: root)
    } catch {
      if error.isGone { throw gone }
      throw CgroupProblem(.refused, "\(pid): \(BoxRefusal.describe(error, .moving))")
    }
    var buffer = ReadBuffer()
    guard
      let (stat, name) = handle.read(
        "stat", &buffer, { bytes in ProcessStat(bytes).map { ($0, $0.comm.map { bytes[$0] }) } })
    else { throw gone }
    let shown = "\(pid) \(VisibleText.make(name))"
    if stat.isKernelThread {
      throw CgroupProblem(
        .refused, "\(shown): it is a kernel thread, whose memory is the kernel's own")
    }
    let status = handle.read("status", &buffer) { NamedValues($0) }
    if let leader = status?["Tgid"], leader != UInt64(pid) {
      throw CgroupProblem(
        .meaning, "\(shown): it is a thread of process \(leader): threads are moved with theirs")
    }
    guard let group = handle.cgroup(in: root, &buffer) else {
      if handle.isSame() {
        throw CgroupProblem(.missing, "\(shown): it has ended, or does not tell its group")
      }
      throw gone
    }
    self.handle = handle
    member = BoxMember(
      process: process, name: VisibleText.make(name), owner: handle.owner, group: group,
      resident: stat.resident.map { $0 * root.pageSize })
  }

  /// Takes hold of the process that has a pid now.
  public init(pid: Int32, in root: KernelRoot) throws(CgroupProblem) {
    guard let process = ProcessID(pid: pid, now: root) else {
      throw CgroupProblem(.missing, "\(pid): there is no such process")
    }
    try self.init(process, in: root)
  }
}

extension ProcessID {
  /// The process that has a pid now; nil where none has.
  init?(pid: Int32, now root: KernelRoot) {
    var buffer = ReadBuffer()
    guard let stat = root.value(of: "proc/\(pid)/stat", &buffer, { ProcessStat($0) }) else {
      return nil
    }
    self.init(pid: pid, startTime: stat.startTime)
  }
}
