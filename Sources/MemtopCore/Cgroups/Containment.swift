import LinuxKernel

/// Processes and groups that are held from the preview until they are moved.
public struct Containment: Sendable {
  public let plan: ContainPlan
  private let root: KernelRoot
  private let place: ContainPlace
  private let held: [HeldMember]
  private let origins: [[UInt8]: CgroupDirectory]
  private let mount: CgroupMount

  /// Takes hold of all that is needed, and plans.
  ///
  /// - Parameter held: a process that is named twice is moved once.
  ///
  /// Throws: where it cannot be done; then nothing is to be written.
  public init(
    _ root: KernelRoot, _ held: [HeldMember], _ wish: ContainPlan.Wish
  ) throws(CgroupProblem) {
    let surroundings = try Surroundings(root)
    if let first = held.first(where: { $0.member.process.pid == 1 }) {
      throw CgroupProblem(
        .refused,
        "1 \(first.member.name): it is the first process, on which all others depend; it stays")
    }
    var seen: Set<ProcessID> = []
    let held = held.filter { seen.insert($0.member.process).inserted }
    var origins: [[UInt8]: CgroupDirectory] = [:]
    for member in held where origins[member.member.group] == nil {
      origins[member.member.group] = try surroundings.open(member.member.group)
    }
    place = try ContainPlace(root, surroundings.mount, for: held.map(\.member.group))
    plan = try ContainPlan(place, wish, held.map(\.member), surroundings)
    self.root = root
    self.held = held
    self.origins = origins
    mount = surroundings.mount
  }

  /// Makes the group, sets its limits, moves the processes and looks where they are. If one of them cannot be
  /// moved, all goes back to how it was.
  ///
  /// A process that has ended since, or that is in another group by now, is left out.
  public func apply() -> ContainOutcome {
    var outcome = ContainOutcome(path: plan.path)
    var enabled: [ContainPlace.Step] = []
    for step in place.enabling {
      do throws(KernelError) {
        try step.directory.write("+memory", to: "cgroup.subtree_control")
        enabled.append(step)
      } catch {
        let reason = BoxRefusal.describe(error, .enabling)
        outcome.failure = "\(VisibleText.make(step.path)): cgroup.subtree_control: \(reason)"
        disable(enabled, &outcome)
        return outcome
      }
    }
    let box: CgroupDirectory
    do throws(KernelError) {
      box = try place.parent.directory.make(plan.name)
    } catch {
      outcome.failure = "\(VisibleText.make(plan.path)): \(BoxRefusal.describe(error, .making))"
      disable(enabled, &outcome)
      return outcome
    }
    outcome.identity = box.identity
    setLimits(box, &outcome)
    if outcome.failure == nil { remember(enabled, box, &outcome) }
    if outcome.failure == nil { move(into: box, &outcome) }
    guard outcome.failure != nil else { return outcome }
    takeBack(from: box, &outcome)
    disable(enabled, &outcome)
    return outcome
  }

  private func setLimits(_ box: CgroupDirectory, _ outcome: inout ContainOutcome) {
    var buffer = ReadBuffer()
    for edit in plan.limits {
      do throws(CgroupProblem) {
        outcome.limits.append((edit, try edit.apply(to: box, plan.version, &buffer)))
      } catch {
        guard edit.setting == .high, plan.isHighOptional else {
          outcome.failure = error.message
          return
        }
        outcome.notes.append(error.message)
      }
    }
  }

  /// Before anyone is moved, so that whatever happens the way back is known.
  private func remember(
    _ enabled: [ContainPlace.Step], _ box: CgroupDirectory, _ outcome: inout ContainOutcome
  ) {
    var record = BoxRecord()
    var numbers: [[UInt8]: Int] = [:]
    for (path, directory) in origins {
      numbers[path] = record.origins.count
      record.origins.append(.init(path: path, inode: directory.identity.inode))
    }
    for member in plan.members { record.members[member.process] = numbers[member.group] }
    record.enabled = enabled.map { .init(path: $0.path, inode: $0.directory.identity.inode) }
    do throws(KernelError) {
      try box.keep(note: record.text)
    } catch {
      outcome.failure =
        "\(VisibleText.make(plan.path)): \(BoxRefusal.describe(error, .remembering))"
    }
  }

  private func move(into box: CgroupDirectory, _ outcome: inout ContainOutcome) {
    for held in held {
      let mover = BoxMover(root, mount)
      switch mover.move(held, to: box, named: plan.path) {
      case .moved: outcome.moved.append(held.member)
      case .left(let reason): outcome.skipped.append((held.member, reason))
      case .refused(let reason):
        outcome.failure = "\(held.member.process.pid) \(held.member.name): \(reason)"
        return
      }
    }
    if outcome.moved.isEmpty, let (member, reason) = outcome.skipped.first {
      outcome.failure = "\(member.process.pid) \(member.name): \(reason)"
    }
  }

  private func takeBack(from box: CgroupDirectory, _ outcome: inout ContainOutcome) {
    let moved = Set(outcome.moved.map(\.process))
    for held in held.reversed() where moved.contains(held.member.process) {
      guard let origin = origins[held.member.group] else { continue }
      do throws(KernelError) {
        try origin.take(held.handle)
      } catch {
        if error.isGone, !held.handle.isSame() { continue }
        outcome.left.append(
          "\(held.member.process.pid) \(held.member.name) is in \(VisibleText.make(plan.path))")
      }
    }
    outcome.moved = []
    outcome.limits = []
    do throws(KernelError) {
      try place.parent.directory.removeEmptied(plan.name, box)
    } catch {
      outcome.left.append("the group \(VisibleText.make(plan.path))")
    }
  }

  private func disable(_ enabled: [ContainPlace.Step], _ outcome: inout ContainOutcome) {
    for step in enabled.reversed() {
      do throws(KernelError) {
        try step.directory.write("-memory", to: "cgroup.subtree_control")
      } catch {
        outcome.left.append("memory in cgroup.subtree_control of \(VisibleText.make(step.path))")
      }
    }
  }
}

/// What came of putting processes into a new group.
public struct ContainOutcome: Sendable {
  /// The group, as `/proc/PID/cgroup` names it.
  public let path: [UInt8]
  /// Nil where it was not made.
  public internal(set) var identity: CgroupDirectory.Identity?
  /// What was set, with what the kernel says now.
  public internal(set) var limits: [(edit: CgroupEdit, readBack: Reading<CgroupSetting.Value>)] = []
  /// Those that are in it now.
  public internal(set) var moved: [BoxMember] = []
  /// Those that were left alone, and why.
  public internal(set) var skipped: [(member: BoxMember, reason: String)] = []
  /// What was not done although it would have been, and does not matter.
  public internal(set) var notes: [String] = []
  /// Why nothing is done, in one line; what was done before it is put back then.
  public internal(set) var failure: String?
  /// What could not be put back.
  public internal(set) var left: [String] = []
}
