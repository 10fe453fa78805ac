import LinuxKernel

/// Moves held processes between groups, and looks where they are afterwards.
struct BoxMover {
  enum Result: Equatable {
    case moved
    /// Nothing was done to it, for a reason that is nobody's fault.
    case left(String)
    /// The kernel did not let it be moved.
    case refused(String)
  }

  private let root: KernelRoot
  private let mount: CgroupMount

  init(_ root: KernelRoot, _ mount: CgroupMount) {
    self.root = root
    self.mount = mount
  }

  /// Moves a process that is where it was seen.
  func move(_ held: HeldMember, to group: CgroupDirectory, named path: [UInt8]) -> Result {
    var buffer = ReadBuffer()
    guard let now = held.handle.cgroup(in: root, &buffer) else {
      return .left("gone, not moved")
    }
    guard now == held.member.group else {
      return .left("it is in \(VisibleText.make(now)) by now, not moved")
    }
    do throws(KernelError) {
      try group.take(held.handle)
    } catch {
      guard held.handle.isSame(), held.handle.cgroup(in: root, &buffer) != nil else {
        returnStranger(after: held.handle, from: path)
        return .left("gone, not moved")
      }
      return .refused(BoxRefusal.describe(error, .moving))
    }
    guard let found = held.handle.cgroup(in: root, &buffer) else { return .left("gone") }
    guard found == path else {
      return .refused("it was moved, but it is in \(VisibleText.make(found))")
    }
    return .moved
  }

  /// Another process may have had the pid of one that is gone in the instant of the write: it goes back
  /// to the group that it was born in, its parent's.
  ///
  /// Returns whether there was one.
  @discardableResult
  func returnStranger(after gone: ProcessHandle, from path: [UInt8]) -> Bool {
    var buffer = ReadBuffer()
    // A start time is told in hundredths of a second, so the two may have the same.
    guard !gone.isSame(), let stranger = ProcessID(pid: gone.process.pid, now: root),
      let handle = try? ProcessHandle(stranger, in: root),
      handle.cgroup(in: root, &buffer) == path,
      let parent = handle.read("stat", &buffer, { ProcessStat($0)?.parent }),
      let above = ProcessID(pid: parent, now: root),
      let home = (try? ProcessHandle(above, in: root))?.cgroup(in: root, &buffer), home != path,
      let below = mount.below(ofTold: home),
      let directory = try? CgroupDirectory(root, mount, below: below)
    else { return false }
    return (try? directory.take(handle)) != nil
  }
}

extension CgroupDirectory {
  /// Removes a group right below that was just emptied: the kernel takes its time to account for the last
  /// process's end.
  func removeEmptied(_ name: String, _ group: CgroupDirectory) throws(KernelError) {
    for _ in 0..<100 {
      do throws(KernelError) {
        return try remove(name, group)
      } catch {
        guard case .errno(let code) = error.reason, ErrnoText.name(code) == "EBUSY" else {
          throw error
        }
        KernelClock.sleep(until: KernelClock.monotonic() + 10_000_000)
      }
    }
    try remove(name, group)
  }
}
