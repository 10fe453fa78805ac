import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// Who goes where when a box is given up.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct ReleaseTests {
  let bench: BoxBench

  init() throws { bench = try BoxBench() }

  private func contain(_ name: String, _ pids: Int32...) throws {
    let done = try bench.run(
      ["contain", "--max", "256M", "--name", name, "--yes"] + pids.map(String.init))
    #expect(done.ending == .exit(0), "\(done.error)")
  }

  /// One that is born in the box goes where its parent came from, and one whose parent is no more where most
  /// came from. Others are born while they leave.
  @Test func childrenFollowTheirParents() throws {
    let (a, b) = (try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 64 << 20))
    let busy = "while :; do sleep 0.001; done & while :; do sleep 0.001; done"
    let environment = Environment.list(changing: [:])
    let one = try Spawned(a.entry + ["sh", "-c", busy], environment: environment)
    let two = try Spawned(b.entry + ["sh", "-c", busy], environment: environment)
    let box = "/memtop-family\(one.pid)"
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    waitUntil { bench.group(one.pid) == a.path && bench.group(two.pid) == b.path }
    for parent in [one.pid, two.pid] { waitUntil { bench.children(of: parent).count > 1 } }
    let before = bench.children(of: one.pid).filter { bench.children(of: $0).count > 0 }
    try contain("family\(one.pid)", one.pid, two.pid)
    #expect(before.allSatisfy { bench.group($0) == a.path })
    waitUntil {
      [one, two].allSatisfy { bench.children(of: $0.pid).contains { bench.group($0) == box } }
    }
    let undone = try bench.run(["release", box])
    #expect(undone.ending == .exit(0), "\(undone.error)")
    #expect(!bench.isThere(box))
    for (spawned, home) in [(one, a), (two, b)] {
      #expect(bench.group(spawned.pid) == home.path)
      for child in bench.children(of: spawned.pid) {
        let group = bench.group(child)
        // Of one that is ending version 1 says the root.
        #expect([home.path, nil].contains(group) || bench.hasEnded(child))
      }
      let family = bench.children(of: spawned.pid)
      kill(spawned.pid, SIGKILL)
      for child in family { kill(child, SIGKILL) }
    }
  }

  /// A group that is removed, or made again under its name, is not the one they came from.
  @Test(arguments: [false, true]) func aLostHomeIsNotFilledAgain(_ isMadeAgain: Bool) throws {
    let (a, b) = (try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 64 << 20))
    let (one, two) = (try ChildProcess(), try ChildProcess())
    try a.take(one.pid)
    try b.take(two.pid)
    let box = "/memtop-lost\(one.pid)"
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    try contain("lost\(one.pid)", one.pid, two.pid)
    waitUntil { rmdir(a.folder) == 0 }
    if isMadeAgain { #expect(mkdir(a.folder, 0o755) == 0) }
    let planned = try bench.run(["release", box, "--dry-run", "--to", b.path])
    #expect(planned.output.contains("\(a.path), where some came from, is no more"))
    #expect(bench.group(one.pid) == box)
    let undone = try bench.run(["release", box])
    #expect(undone.ending == .exit(0), "\(undone.error)")
    // The group above, which is the root here.
    #expect(bench.group(one.pid) == "/" && bench.group(two.pid) == b.path)
  }

  @Test func groupsBelowMustGoFirst() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    try contain("above\(child.pid)", child.pid)
    let box = bench.box(small, "above\(child.pid)")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let below = BoxBench.mount + box + "/below"
    #expect(mkdir(below, 0o755) == 0)
    let refused = try bench.run(["release", box])
    #expect(BoxBench.isRefusal(refused, 71) && refused.error.contains("groups below"))
    #expect(bench.group(child.pid) == box)
    rmdir(below)
    #expect(try bench.run(["release", box]).ending == .exit(0))
  }

  /// Its processes have ended: only the group is left.
  @Test func anEmptyBoxIsRemoved() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    try contain("empty\(child.pid)", child.pid)
    child.end()
    let box = bench.box(small, "empty\(child.pid)")
    let undone = try bench.run(["release", box])
    #expect(undone.ending == .exit(0) && !bench.isThere(box), "\(undone.error)")
  }
}
