import LinuxKernel

/// What a plan asks of the host and of the groups around the processes.
struct Surroundings {
  let root: KernelRoot
  let mount: CgroupMount
  /// Unit: bytes. Nil where it is not told.
  let memTotal: UInt64?
  /// Whether systemd runs the units that groups are named for.
  let hasSystemd: Bool

  var pageSize: UInt64 { root.pageSize }

  /// Throws: where no hierarchy accounts for memory.
  init(_ root: KernelRoot) throws(CgroupProblem) {
    var buffer = ReadBuffer()
    self.root = root
    do throws(CgroupTree.Failure) {
      mount = try CgroupTree.mount(root, &buffer)
    } catch {
      throw CgroupProblem(.missing, error.message)
    }
    guard root.showsOwnNamespace else {
      throw CgroupProblem(
        .refused, "/proc numbers the processes of another PID namespace than the kernel would take")
    }
    memTotal = root.memTotal
    hasSystemd = root.isRunBySystemd
  }

  /// Opens a group that `/proc/PID/cgroup` told.
  ///
  /// Throws: where it is gone or not seen from here.
  func open(_ path: [UInt8]) throws(CgroupProblem) -> CgroupDirectory {
    let shown = VisibleText.make(path)
    guard let below = mount.below(ofTold: path) else {
      throw CgroupProblem(.missing, "\(shown): there is no such group")
    }
    do throws(KernelError) {
      return try CgroupDirectory(root, mount, below: below)
    } catch {
      if error.isGone { throw CgroupProblem(.missing, "\(shown): there is no such group") }
      throw CgroupProblem(.refused, "\(shown): \(BoxRefusal.describe(error, .moving))")
    }
  }

  func memory(of path: [UInt8]) -> CgroupMemory? {
    var buffer = ReadBuffer()
    guard let directory = try? open(path) else { return nil }
    return CgroupMemory(directory, mount.version, &buffer)
  }

  /// The nearest limit at a group or above. Unit: bytes.
  func limit(above path: [UInt8]) -> UInt64? {
    for group in CgroupPath.downwards(to: path).reversed() {
      guard let memory = memory(of: group) else { continue }
      if let limit = memory.max.value?.bytes { return limit }
      if !memory.isHierarchical { return nil }
    }
    return nil
  }

  /// The limits that a group has.
  func limits(of path: [UInt8]) -> [ContainPlan.Left] {
    guard let memory = memory(of: path) else { return [] }
    return [CgroupSetting.max, .high, .swapMax].compactMap { setting in
      guard case .value(.limit(.bytes(let limit))) = setting.value(of: memory) else { return nil }
      return ContainPlan.Left(path: path, setting: setting, limit: limit)
    }
  }
}
