import LinuxKernel
import MemtopCore
import TestSupport

/// A made-up system with unit files.
struct UnitTree {
  let tree: TemporaryTree
  let root: KernelRoot

  init(_ files: [String: String]) throws {
    tree = TemporaryTree(files)
    tree.makeDirectory("etc/systemd/system")
    root = try KernelRoot(tree.path)
  }

  func files(_ unit: String, _ manager: UnitManager = .system) throws -> UnitFiles {
    try UnitFiles(UnitName(unit), of: manager, in: root)
  }

  func plan(
    _ unit: String, _ wishes: [KeepPlan.Wish], _ manager: UnitManager = .system,
    version: CgroupMount.Version? = .v2
  ) throws -> KeepPlan {
    try KeepPlan(files(unit, manager), wishes, version: version)
  }
}

/// What a refusal says; nil where nothing was refused.
func refusal(_ body: () throws -> Void) rethrows -> String? {
  do {
    try body()
    return nil
  } catch let refusal as KeepRefusal {
    return refusal.message
  }
}
