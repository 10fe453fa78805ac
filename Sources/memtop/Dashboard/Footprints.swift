import LinuxKernel
import MemtopCore

/// Which processes look as if they shared one memory: the sizes that the kernel tells of each.
///
/// Source: `/proc/PID/status`, keys `VmSize` and `VmPTE`.
enum Footprints {
  /// The footprints of some processes, of all others whose address space is as large as one of
  /// theirs, and of their parents and children; only those are worth asking the kernel about.
  static func read(
    _ processes: [ProcessID], among model: borrowing Model, _ root: KernelRoot
  ) -> [MemoryFootprint] {
    var files = ProcessFiles(root)
    let wanted = Set(processes)
    var result: [MemoryFootprint] = []
    var sizes: Set<UInt64> = []
    let pids = Set(processes.map(\.pid))
    var parents: Set<Int32> = []
    for row in model.processes.rows.indices where wanted.contains(model.processes.rows[row].id) {
      guard let footprint = footprint(row, model, &files) else { continue }
      result.append(footprint)
      if let size = footprint.vmSize { sizes.insert(size) }
      if let parent = footprint.parent { parents.insert(parent) }
    }
    guard !sizes.isEmpty else { return result }
    for row in model.processes.rows.indices {
      let process = model.processes.rows[row]
      if wanted.contains(process.id) || process.isKernelThread { continue }
      let isKin = parents.contains(process.pid) || process.parent.map(pids.contains) == true
      if !isKin, let virt = process.virt, !sizes.contains(virt) { continue }
      guard let footprint = footprint(row, model, &files), let size = footprint.vmSize,
        isKin || sizes.contains(size)
      else { continue }
      result.append(footprint)
    }
    return result
  }

  private static func footprint(
    _ row: Int, _ model: borrowing Model, _ files: inout ProcessFiles
  ) -> MemoryFootprint? {
    files.select(model.processes.rows[row].pid)
    guard case .bytes = files.read(.status) else { return nil }
    guard let status = files.withBytes({ ProcessStatus($0) }) else { return nil }
    let name = model.processes.comm(row).map { VisibleText.make($0) } ?? "?"
    return MemoryFootprint(
      process: model.processes.rows[row].id, name: name, vmSize: status.vmSize, vmPTE: status.vmPTE,
      parent: model.processes.rows[row].parent)
  }
}
