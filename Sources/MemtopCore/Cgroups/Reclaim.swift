import LinuxKernel

/// A group or a process whose memory is pushed out, held from the preview on.
public struct Reclaim: Sendable {
  private enum Held {
    case group(CgroupDirectory, CgroupMount.Version)
    case process(HeldMember)
  }

  public let plan: ReclaimPlan
  /// Of the group; nil of a process.
  public let identity: CgroupDirectory.Identity?
  private let held: Held

  /// Plans for a group.
  ///
  /// - Parameters:
  ///   - path: as `/proc/PID/cgroup` names it.
  ///   - amount: a share is of what the group uses; nil is all.
  ///
  /// Throws: where there is no such group, or it cannot be done.
  public init(
    _ root: KernelRoot, group path: [UInt8], amount: LimitText?
  ) throws(CgroupProblem) {
    let surroundings = try Surroundings(root)
    let version = surroundings.mount.version
    let directory = try surroundings.open(path)
    let shown = VisibleText.make(path)
    let file = ReclaimPlan.file(version)
    var buffer = ReadBuffer()
    guard let memory = CgroupMemory(directory, version, &buffer) else {
      throw CgroupProblem(.missing, "\(shown): there is no such group")
    }
    guard directory.has(file) else {
      throw CgroupProblem(
        .refused,
        "\(shown): there is no \(file): memory is not accounted for in this group, or the "
          + "kernel does not have it (v2: since 5.19)")
    }
    if let code = directory.objection(toWriting: file) {
      throw CgroupProblem(
        .refused, "\(shown): \(file): \(BoxRefusal.describe(code, .reclaiming))")
    }
    let before = ReclaimFigures(memory)
    held = .group(directory, version)
    identity = directory.identity
    plan = ReclaimPlan(
      target: .group(path, version),
      amount: try Self.amount(amount, version, used: before.used, root.pageSize),
      before: before, cache: memory.stat.value.flatMap { ReclaimableMemory($0)?.cache },
      swapFree: Self.swapFree(root))
  }

  /// Plans for all memory of a process.
  ///
  /// Throws: where it is gone.
  public init(_ root: KernelRoot, _ member: HeldMember) throws(CgroupProblem) {
    var buffer = ReadBuffer()
    guard let before = ReclaimFigures(member.handle, &buffer) else {
      throw CgroupProblem(.missing, "\(member.member.process.pid): there is no such process")
    }
    held = .process(member)
    identity = nil
    plan = ReclaimPlan(
      target: .process(member.member), amount: nil, before: before, cache: nil,
      swapFree: Self.swapFree(root))
  }

  private static func swapFree(_ root: KernelRoot) -> UInt64? {
    var buffer = ReadBuffer()
    return root.value(of: "proc/meminfo", &buffer) { MemInfo($0) }?[.swapFree]
  }

  private static func amount(
    _ text: LimitText?, _ version: CgroupMount.Version, used: UInt64?, _ pageSize: UInt64
  ) throws(CgroupProblem) -> UInt64? {
    guard let text, text != .unlimited else { return nil }
    guard version == .v2 else {
      throw CgroupProblem(
        .meaning, "--amount: version 1 takes back all that it can: leave the amount out")
    }
    let limit: CgroupLimit
    do throws(LimitText.Problem) {
      limit = try text.limit(now: .none, whole: used, pageSize: pageSize)
    } catch {
      throw CgroupProblem(.meaning, "--amount: \(error.message)")
    }
    guard let bytes = limit.bytes, bytes > 0 else {
      throw CgroupProblem(.meaning, "--amount: nothing would be taken back")
    }
    return bytes
  }

  /// Pushes the memory out and looks at what that did.
  public func apply() -> ReclaimOutcome {
    let before = look()
    let start = KernelClock.monotonic()
    var (isLess, skipped) = (false, 0)
    var failure: String?
    do throws(KernelError) {
      switch held {
      case .group(let directory, let version):
        let amount = plan.amount ?? before?.used ?? 0
        // v1 takes whatever is written.
        try directory.write(version == .v2 ? String(amount) : "0", to: ReclaimPlan.file(version))
      case .process(let member):
        skipped = try member.handle.pageOut().skipped
      }
    } catch {
      if case .errno(let code) = error.reason, ErrnoText.name(code) == "EAGAIN" {
        isLess = true
      } else {
        failure = describe(error)
      }
    }
    let took = KernelClock.monotonic() - start
    return ReclaimOutcome(
      before: before ?? plan.before, after: look(), took: took, isLess: isLess, skipped: skipped,
      failure: failure)
  }

  private func describe(_ error: KernelError) -> String {
    switch held {
    case .group: "\(plan.means): \(BoxRefusal.describe(error, .reclaiming))"
    case .process(let member):
      "\(member.member.process.pid) \(member.member.name): "
        + (error.isGone ? "gone, nothing was done" : BoxRefusal.describe(error, .pagingOut))
    }
  }

  /// What it uses now; nil where it is gone.
  public func look() -> ReclaimFigures? {
    var buffer = ReadBuffer()
    switch held {
    case .group(let directory, let version):
      return CgroupMemory(directory, version, &buffer).map { ReclaimFigures($0) }
    case .process(let member): return ReclaimFigures(member.handle, &buffer)
    }
  }
}
