import LinuxKernel

/// What giving up a group that memtop made would do, before anything is written.
public struct ReleasePlan: Sendable, Equatable {
  /// A process and where it goes.
  public struct Move: Sendable, Equatable {
    public let member: BoxMember
    /// As `/proc/PID/cgroup` names it.
    public let home: [UInt8]
  }

  /// As `/proc/PID/cgroup` names it.
  public let path: [UInt8]
  public let identity: CgroupDirectory.Identity
  public let moves: [Move]
  /// Groups that processes came from and that are no more.
  let lost: [[UInt8]]
  /// What is charged to the group now, which goes to the one above. Unit: bytes.
  public let usage: UInt64?
}

/// A group that memtop made, held with its processes from the preview until it is removed.
public struct Release: Sendable {
  public let plan: ReleasePlan
  private let surroundings: Surroundings
  private let box: CgroupDirectory
  private let parent: CgroupDirectory
  private let name: String
  private let record: BoxRecord
  private let homes: ReleaseHomes

  /// Takes hold of the group and of the places that its processes go back to, and plans.
  ///
  /// - Parameters:
  ///   - path: as `/proc/PID/cgroup` names it.
  ///   - other: where those go whose own group is no more.
  ///
  /// Throws: where memtop did not make it, or it cannot be given up; then nothing is to be written.
  public init(
    _ root: KernelRoot, _ path: [UInt8], to other: [UInt8]? = nil
  ) throws(CgroupProblem) {
    let shown = VisibleText.make(path)
    surroundings = try Surroundings(root)
    box = try surroundings.open(path)
    guard let slash = path.lastIndex(of: 0x2f), path.count > 1,
      case let name = String(decoding: path[(slash + 1)...], as: UTF8.self),
      name.hasPrefix(ContainPlan.prefix), let record = box.note().flatMap({ BoxRecord($0) })
    else {
      throw CgroupProblem(.refused, "\(shown): this user's memtop did not make this group")
    }
    self.name = name
    self.record = record
    parent = try surroundings.open(slash == 0 ? [0x2f] : Array(path[..<slash]))
    if let first = (try? box.subgroups())?.first {
      throw CgroupProblem(
        .refused,
        "\(shown): it has groups below, such as \(VisibleText.make(first)): "
          + "whoever made them must remove them first")
    }
    let above = slash == 0 ? [0x2f] : Array(path[..<slash])
    let homes = try ReleaseHomes(record, surroundings, above: above, parent, to: other)
    self.homes = homes
    let memory = surroundings.memory(of: path)
    plan = ReleasePlan(
      path: path, identity: box.identity,
      moves: try Self.members(box, shown, root).map { member in
        .init(member: member.member, home: homes.home(of: member.member.process).path)
      },
      lost: homes.lost, usage: memory?.current.value)
  }

  private static func members(
    _ box: CgroupDirectory, _ shown: String, _ root: KernelRoot
  ) throws(CgroupProblem) -> [HeldMember] {
    var buffer = ReadBuffer()
    guard case .value(let pids) = box.processes(&buffer) else {
      throw CgroupProblem(.refused, "\(shown): cgroup.procs: it does not tell its processes")
    }
    if pids.contains(0) {
      throw CgroupProblem(
        .refused, "\(shown): it has processes of another PID namespace, which have no number here")
    }
    // One that ends while it is looked at leaves the group by itself.
    return pids.compactMap { try? HeldMember(pid: $0, in: root) }
  }

  /// Moves every process that is in the group to where it came from, and removes the group. Those that it forked
  /// meanwhile follow their parent.
  public func apply() -> ReleaseOutcome {
    var outcome = ReleaseOutcome(path: plan.path)
    let shown = VisibleText.make(plan.path)
    var tried: Set<ProcessID> = []
    // A parent that has gone home makes children there, so the rounds come to an end.
    for _ in 0..<1000 {
      let members: [HeldMember]
      do throws(CgroupProblem) {
        members = try Self.members(box, shown, surroundings.root)
      } catch {
        outcome.failure = error.message
        return outcome
      }
      let new = members.filter { tried.insert($0.member.process).inserted }
      if new.isEmpty { break }
      for held in new { move(held, &outcome) }
    }
    guard outcome.refused.isEmpty else { return outcome }
    do throws(KernelError) {
      try parent.removeEmptied(name, box)
      outcome.isRemoved = true
    } catch {
      outcome.failure = "\(shown): \(BoxRefusal.describe(error, .removing))"
      return outcome
    }
    disable(&outcome)
    return outcome
  }

  private func move(_ held: HeldMember, _ outcome: inout ReleaseOutcome) {
    guard held.member.group == plan.path else { return }
    let home = homes.home(of: held.member.process)
    let mover = BoxMover(surroundings.root, surroundings.mount)
    switch mover.move(held, to: home.directory, named: home.path) {
    case .moved: outcome.moved.append(.init(member: held.member, home: home.path))
    case .left: break
    case .refused(let reason):
      outcome.refused.append((held.member, "\(VisibleText.make(home.path)): \(reason)"))
    }
  }

  /// Groups that hand the memory controller on for this one's sake alone need not any more.
  private func disable(_ outcome: inout ReleaseOutcome) {
    for place in record.enabled.reversed() {
      guard let directory = try? surroundings.open(place.path),
        directory.identity.inode == place.inode
      else { continue }
      let isAlone = (try? directory.subgroups())?.isEmpty == true
      guard isAlone,
        (try? directory.write("-memory", to: "cgroup.subtree_control")) != nil
      else {
        outcome.stillEnabled.append(place.path)
        continue
      }
    }
  }
}

/// What came of giving up a group.
public struct ReleaseOutcome: Sendable {
  /// As `/proc/PID/cgroup` named it.
  public let path: [UInt8]
  public internal(set) var moved: [ReleasePlan.Move] = []
  /// Those that are still in the group, and why.
  public internal(set) var refused: [(member: BoxMember, reason: String)] = []
  public internal(set) var isRemoved = false
  /// Why the group is still there, in one line.
  public internal(set) var failure: String?
  /// Groups that go on handing the memory controller on, for others below them have it too.
  public internal(set) var stillEnabled: [[UInt8]] = []
}
