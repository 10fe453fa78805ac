import Foundation
import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Processes that end, and pids that are given to others, between the preview and the act.
@Suite(.enabled(if: SmallGroup.isPossible && geteuid() == 0, SmallGroup.requirement))
struct BoxReuseTests {
  let bench: BoxBench
  let wish: ContainPlan.Wish

  init() throws {
    bench = try BoxBench()
    wish = .init(max: .bytes(32 << 20))
  }

  /// Another process under the pid of one that ends; nil where somebody else was given the pid.
  private func reuse(_ child: ChildProcess) throws -> ChildProcess? {
    child.end()
    return try? ChildProcess(pid: child.pid)
  }

  @Test func aReusedPidIsNeverContained() throws {
    let small = try SmallGroup(limit: 64 << 20)
    var reuses = 0
    for _ in 0..<600 where reuses < 200 {
      let (child, stays) = (try ChildProcess(), try ChildProcess())
      try small.take(child.pid)
      try small.take(stays.pid)
      let isAlone = reuses.isMultiple(of: 2)
      let containment = try Containment(
        bench.root, isAlone ? bench.hold(child.pid) : bench.hold(child.pid, stays.pid), wish)
      guard let other = try reuse(child) else { continue }
      try small.take(other.pid)
      reuses += 1
      let outcome = containment.apply()
      #expect(bench.group(other.pid) == small.path)
      #expect(!outcome.moved.contains { $0.process.pid == other.pid })
      let box = String(decoding: outcome.path, as: UTF8.self)
      if isAlone {
        #expect(outcome.failure?.hasSuffix(": gone, not moved") == true)
        #expect(outcome.left.isEmpty && !bench.isThere(box))
      } else {
        #expect(outcome.failure == nil && outcome.moved.map(\.process.pid) == [stays.pid])
        #expect(outcome.skipped.map(\.reason) == ["gone, not moved"])
        let release = try Release(bench.root, outcome.path)
        #expect(release.apply().isRemoved && bench.group(stays.pid) == small.path)
      }
    }
    #expect(reuses == 200)
  }

  /// The one that was in the box has ended: who has its pid now is elsewhere and stays there.
  @Test func aReusedPidIsNeverReleased() throws {
    let (small, elsewhere) = (try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 64 << 20))
    var reuses = 0
    for _ in 0..<600 where reuses < 200 {
      let child = try ChildProcess()
      try small.take(child.pid)
      let contained = try Containment(bench.root, bench.hold(child.pid), wish).apply()
      #expect(contained.failure == nil)
      let release = try Release(bench.root, contained.path)
      #expect(release.plan.moves.map(\.member.process.pid) == [child.pid])
      let other = try reuse(child)
      if let other {
        try elsewhere.take(other.pid)
        reuses += 1
      }
      let outcome = release.apply()
      #expect(outcome.isRemoved && outcome.moved.isEmpty && outcome.failure == nil)
      if let other { #expect(bench.group(other.pid) == elsewhere.path) }
    }
    #expect(reuses == 200)
  }

  /// Whoever has the pid in the instant of the write goes back to where it was born.
  @Test func aStrangerGoesBackToItsParentsGroup() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let mount = try Surroundings(bench.root).mount
    let mover = BoxMover(bench.root, mount)
    let path = Array(small.path.utf8)
    let child = try ChildProcess()
    let gone = try ProcessHandle(child.id(bench.root), in: bench.root)
    let stranger = try #require(try reuse(child))
    let home = bench.group(stranger.pid)
    // Not in the box: it is left alone.
    #expect(!mover.returnStranger(after: gone, from: path) && bench.group(stranger.pid) == home)
    try small.take(stranger.pid)
    #expect(mover.returnStranger(after: gone, from: path))
    #expect(bench.group(stranger.pid) == home)
    // The process itself is no stranger.
    try small.take(stranger.pid)
    let held = try ProcessHandle(stranger.id(bench.root), in: bench.root)
    #expect(!mover.returnStranger(after: held, from: path))
    #expect(bench.group(stranger.pid) == small.path)
  }

  /// What was previewed holds for the group that was looked at, and the place that the process was in.
  @Test func anOldPreviewDoesNothingElsewhere() throws {
    guard BoxBench.isV1 else { return }
    let (small, other) = (try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 64 << 20))
    for isMadeAgain in [false, true] {
      let child = try ChildProcess()
      try small.take(child.pid)
      let containment = try Containment(bench.root, bench.hold(child.pid), wish)
      try other.take(child.pid)
      if isMadeAgain {
        waitUntil { rmdir(small.folder) == 0 }
        #expect(mkdir(small.folder, 0o755) == 0)
      }
      let outcome = containment.apply()
      #expect(outcome.failure != nil && outcome.left.isEmpty && outcome.moved.isEmpty)
      if isMadeAgain { #expect(outcome.failure?.contains("the group was removed") == true) }
      #expect(bench.group(child.pid) == other.path)
      let left = try FileManager.default.contentsOfDirectory(atPath: small.folder)
      #expect(!left.contains { $0.hasPrefix("memtop-") })
    }
  }
}
