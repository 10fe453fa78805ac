import Glibc
import MemtopCore
import MemtopUI
import TestSupport
import Testing

@testable import LinuxKernel
@testable import memtop

/// Acts of the screen on real groups and processes: what was planned is done beside the loop.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct DeedDeskTests {
  let bench: BoxBench
  let desk: DeedDesk

  init() throws {
    bench = try BoxBench()
    desk = try DeedDesk(bench.root, arrow: "->")
  }

  /// The next answer.
  private func answer() -> Message? {
    var waited = pollfd(fd: desk.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&waited, 1, 60_000) == 1)
    let answers = desk.take()
    #expect(answers.count == 1)
    return answers.first
  }

  private func preview(_ deed: Deed) throws -> DeedPreview {
    #expect(desk.plan(deed) == nil)
    guard case .planned(deed, let plan)? = answer() else {
      throw Unexpected("the answer is for another deed")
    }
    return try plan.get()
  }

  private func outcome(_ deed: Deed) throws -> DeedOutcome {
    #expect(desk.carryOut(deed) == nil)
    guard case .carriedOut(deed, let outcome)? = answer() else {
      throw Unexpected("nothing was done")
    }
    return outcome
  }

  private struct Unexpected: Error {
    let what: String

    init(_ what: String) { self.what = what }
  }

  private func process(_ pid: Int32) throws -> ProcessID {
    ProcessID(pid: pid, startTime: try #require(bench.stat(pid)).startTime)
  }

  @Test func aProcessGoesInAndUndoBringsItBack() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "\(child.pid)")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let deed = Deed.contain([try process(child.pid)], max: .bytes(32 << 20))
    let plan = try preview(deed)
    #expect(plan.lines.contains { $0.text.contains("\(box), new") })
    #expect(bench.group(child.pid) == small.path)
    let done = try outcome(deed)
    #expect(done.isDone && done.records.count == 1, "\(done.lines)")
    #expect(bench.group(child.pid) == box)
    let undo = try #require(done.undo)
    #expect(try preview(undo).lines.contains { $0.text.contains("-> \(small.path)") })
    #expect(try outcome(undo).isDone)
    #expect(bench.group(child.pid) == small.path && !bench.isThere(box))
  }

  /// The process that was seen has ended; what has its number by now is another's.
  @Test func anotherProcessOfTheSameNumberIsNotMoved() throws {
    let child = try ChildProcess()
    let seen = ProcessID(pid: child.pid, startTime: try process(child.pid).startTime - 1)
    let before = bench.group(child.pid)
    for deed in [
      Deed.contain([seen], max: .bytes(32 << 20)), .pageOut(seen),
      .keep(.process(seen), reloads: false),
    ] {
      #expect(throws: DeedProblem.self) { try preview(deed) }
      let outcome = try outcome(deed)
      #expect(!outcome.isDone && outcome.records.isEmpty)
    }
    #expect(bench.group(child.pid) == before)
  }

  /// A group that was made again under the same name is another group.
  @Test func anotherGroupOfTheSameNameIsNotTouched() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let aim = CgroupAim(
      path: Array(small.path.utf8), identity: .init(device: 0, inode: 1))
    for deed in [Deed.reclaim(aim), .release(aim), .keep(.group(aim), reloads: false)] {
      #expect(throws: DeedProblem.self) { try preview(deed) }
    }
  }

  /// Limits of two groups are written together, and one undo puts both back; one that was made again since is
  /// left alone, and said.
  @Test func severalGroupsAreChangedAndOneUndoTakesAllBack() throws {
    let groups = [try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 48 << 20)]
    let tree = try CgroupTree(bench.root)
    func plan(_ group: SmallGroup) throws -> CgroupPlan {
      let number = try #require(tree.groups.firstIndex { $0.path.elementsEqual(group.path.utf8) })
      return try CgroupPlan(
        tree, of: number, [(.max, .limit(try LimitText("+25%")))], memTotal: nil, pageSize: 4096)
    }
    let deed = Deed.all(try groups.map { .limits(try plan($0)) })
    let shown = try preview(deed)
    for group in groups { #expect(shown.lines.contains { $0.text == group.path }) }
    #expect(groups.map(\.limit) == [64 << 20, 48 << 20])
    let done = try outcome(deed)
    #expect(done.isDone && done.records.count == 2, "\(done.lines)")
    #expect(groups.map(\.limit) == [80 << 20, 60 << 20])
    let undo = try #require(done.undo)
    _ = try preview(undo)
    let back = try outcome(undo)
    #expect(back.isDone && groups.map(\.limit) == [64 << 20, 48 << 20], "\(back.lines)")
    let other = CgroupAim(
      path: Array(groups[0].path.utf8), identity: .init(device: 0, inode: 1))
    let there = try #require(tree.groups.first { $0.path.elementsEqual(groups[1].path.utf8) })
    let pushes = Deed.all([
      .reclaim(other),
      .reclaim(CgroupAim(path: there.path, identity: there.memory.identity)),
    ])
    let grave = try preview(pushes).lines.filter(\.isGrave).map(\.about)
    #expect(grave == ["not done"])
    let pushed = try outcome(pushes)
    #expect(!pushed.isDone && pushed.rest != .nothing, "\(pushed.lines)")
  }

  /// Two are pushed out first, then both are watched: it takes as long as one.
  @Test func severalProcessesArePushedOutAndWatchedTogether() throws {
    let children = [try ChildProcess(), try ChildProcess()]
    let deed = Deed.all(try children.map { .pageOut(try process($0.pid)) })
    #expect(try preview(deed).lines.filter { $0.text.contains("MADV_PAGEOUT") }.count == 2)
    let done = try outcome(deed)
    #expect(done.isDone, "\(done.lines)")
    #expect(done.lines.filter { $0.hasPrefix("  after ") }.count == 2, "\(done.lines)")
  }

  @Test func oneIsDoneAtATime() throws {
    let child = try ChildProcess()
    let first = Deed.pageOut(try process(child.pid))
    #expect(try preview(first).lines.contains { $0.text.contains("MADV_PAGEOUT") })
    // It is watched for some seconds what is read again.
    #expect(desk.carryOut(first) == nil)
    guard case .carriedOut(first, let second)? = desk.carryOut(first) else {
      Issue.record("a second one was begun")
      return
    }
    #expect(second.lines == ["another act is not done yet: nothing is done"])
    guard case .carriedOut(first, let outcome)? = answer() else {
      Issue.record("nothing was done")
      return
    }
    #expect(outcome.isDone && outcome.lines.last?.hasPrefix("after ") == true, "\(outcome.lines)")
  }
}
