import Glibc
import LinuxKernel
import MemtopCore

/// What is to be kept: a unit, found by its name, by a group or by a process, with what it has now.
struct KeepTarget {
  /// The process asked for.
  struct Process {
    let id: ProcessID
    /// Held from here on; nil of a captured system.
    let handle: ProcessHandle?
    /// Nil where it cannot be read.
    let adj: Int32?
    /// As systemd knows it.
    let path: [UInt8]

    /// Whether it is still the one that was asked for, and still in its group.
    func isSame(_ root: KernelRoot) -> Bool {
      guard let handle else { return true }
      return handle.isSame() && KeepTarget.managerPath(id.pid, root) == path && handle.isSame()
    }
  }

  let unit: UnitName
  let manager: UnitManager
  let process: Process?
  /// The unit's own group, and what is above it; nil where it has none now.
  let tree: CgroupTree?
  /// What was asked for is a group or process below the unit's own.
  let isBelow: Bool

  /// What the unit's own group tells; nil where it has none now.
  var memory: CgroupMemory? { tree.map { $0.groups[$0.subtree.lowerBound].memory } }
  /// As `/proc/PID/cgroup` names it.
  var group: [UInt8]? { tree.map { $0.groups[$0.subtree.lowerBound].path } }

  /// The unit's own group as it is by now: a reload may have set its limits.
  ///
  /// Throws: where it was removed, or made again.
  func treeNow(_ root: KernelRoot) throws(CommandFailure) -> CgroupTree? {
    guard let group, let memory else { return nil }
    let tree = try CgroupsCommand.tree(root, String(decoding: group, as: UTF8.self))
    guard tree.groups[tree.subtree.lowerBound].memory.identity == memory.identity else {
      throw CommandFailure(
        "keep: \(unit.text): its group was removed and made again: nothing is set", .noInput)
    }
    return tree
  }

  /// - Parameters:
  ///   - word: a pid, the path of a group, or a unit's name.
  ///   - isOfUser: a unit's name is that of a user's manager.
  ///
  /// Throws: where there is no such thing, or no unit's file decides over it.
  init(_ word: String, isOfUser: Bool, in root: KernelRoot) throws {
    if let pid = Int32(word), pid > 0 {
      let process = try Self.process(pid, root)
      try self.init(UnitOfGroup(process.path), process, root)
    } else if word.contains("/") {
      let tree = try CgroupsCommand.tree(root, VictimsCommand.cgroupPath(word))
      try self.init(UnitOfGroup(tree.groups[tree.subtree.lowerBound].path), nil, root)
    } else {
      self.init(try UnitName(word), isOfUser: isOfUser, root)
    }
  }

  /// What was seen on the screen, and not what has its number or its name by now.
  ///
  /// Throws: where it is gone, or no unit's file decides over it.
  init(_ aim: KeepAim, in root: KernelRoot) throws {
    switch aim {
    case .process(let id):
      let process = try Self.process(id, root)
      try self.init(UnitOfGroup(process.path), process, root)
    case .group(let aim):
      _ = try Self.tree(aim, root)
      try self.init(UnitOfGroup(aim.path), nil, root)
    }
  }

  /// A group with what is below it, if it is still the one that was seen.
  static func tree(_ aim: CgroupAim, _ root: KernelRoot) throws -> CgroupTree {
    let tree = try CgroupsCommand.tree(root, String(decoding: aim.path, as: UTF8.self))
    let group = tree.groups[tree.subtree.lowerBound]
    guard group.path == aim.path, group.memory.identity == aim.identity else {
      throw aim.isAnother
    }
    return tree
  }

  static func process(_ seen: ProcessID, _ root: KernelRoot) throws(CommandFailure) -> Process {
    let process = try process(seen.pid, root)
    guard process.id == seen else {
      throw CommandFailure("keep: there is no process \(seen.pid) any more", .noInput)
    }
    return process
  }

  private init(_ unit: UnitName, isOfUser: Bool, _ root: KernelRoot) {
    self.unit = unit
    manager = isOfUser ? .of(user: geteuid() == 0 ? nil : geteuid(), root) : .system
    process = nil
    isBelow = false
    tree = Self.tree(of: unit, isOfUser: isOfUser, root)
  }

  private init(_ found: UnitOfGroup, _ process: Process?, _ root: KernelRoot) throws {
    unit = found.unit
    manager =
      switch found.level {
      case .system: .system
      case .user(let user): .of(user: user, root)
      }
    self.process = process
    isBelow = found.isBelow
    tree = try? CgroupTree(root, below: String(decoding: found.group, as: UTF8.self))
  }

  /// The group that a running unit has.
  private static func tree(of unit: UnitName, isOfUser: Bool, _ root: KernelRoot) -> CgroupTree? {
    guard let all = try? CgroupTree(root, files: []) else { return nil }
    let group = all.groups.first { group in
      guard let found = try? UnitOfGroup(group.path), found.unit == unit, !found.isBelow else {
        return false
      }
      return (found.level != .system) == isOfUser
    }
    return group.flatMap { try? CgroupTree(root, below: String(decoding: $0.path, as: UTF8.self)) }
  }

  static func process(_ pid: Int32, _ root: KernelRoot) throws(CommandFailure) -> Process {
    var buffer = ReadBuffer()
    let gone = CommandFailure("keep: there is no process \(pid)", .noInput)
    let stat = root.value(of: "proc/\(pid)/stat", &buffer) { ProcessStat($0) }
    guard let stat, let path = managerPath(pid, root) else { throw gone }
    let id = ProcessID(pid: pid, startTime: stat.startTime)
    guard root.isLive else {
      let adj = root.value(of: "proc/\(pid)/oom_score_adj", &buffer) { OOMScoreAdj.parse($0) }
      return Process(id: id, handle: nil, adj: adj, path: path)
    }
    let handle: ProcessHandle
    do throws(KernelError) {
      handle = try ProcessHandle(id, in: root)
    } catch {
      throw CommandFailure("keep", error, .noInput)
    }
    let process = Process(id: id, handle: handle, adj: try? handle.readAdj(), path: path)
    guard process.isSame(root) else { throw gone }
    return process
  }

  fileprivate static func managerPath(_ pid: Int32, _ root: KernelRoot) -> [UInt8]? {
    var buffer = ReadBuffer()
    return root.value(of: "proc/\(pid)/cgroup", &buffer) { ProcessCgroup.managerName($0) }
  }
}

extension UnitManager {
  /// A user's own files where that user runs memtop: root writes into nobody's home.
  static func of(user: UInt32?, _ root: KernelRoot) -> UnitManager {
    guard root.isLive, let user, user == geteuid(), let config = ConfigPath.folder() else {
      return .everyUser(of: user)
    }
    return .own(user: user, config: config)
  }
}
