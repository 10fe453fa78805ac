import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// `memtop contain` and `memtop release` on real groups and processes.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct ContainTests {
  let bench: BoxBench

  init() throws { bench = try BoxBench() }

  @Test func aProcessGoesInAndComesBack() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "tight")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let done = try bench.run([
      "contain", "--max", "32M", "--high", "16.5M", "--name", "tight", "--yes", "\(child.pid)",
    ])
    #expect(done.ending == .exit(0) && done.error.isEmpty, "\(done.error)")
    #expect(bench.group(child.pid) == box)
    #expect(try bench.read(box, BoxBench.maxFile) == "\(32 << 20)")
    #expect(try bench.read(box, BoxBench.highFile) == "\(33 << 19)")
    #expect(try bench.read(box, "cgroup.procs") == "\(child.pid)")
    for words in [
      "\(box), new, ", "from \(small.path)\n", "stays charged to where it is",
      "\(BoxBench.maxFile) is \(32 << 20)\n", " is in \(box)\n", "undo: memtop release \(box)\n",
    ] { #expect(done.output.contains(words), "\(words)\n\(done.output)") }
    let undone = try bench.run(["release", box])
    #expect(undone.ending == .exit(0) && undone.error.isEmpty, "\(undone.error)")
    #expect(bench.group(child.pid) == small.path)
    #expect(!bench.isThere(box))
    #expect(undone.output.contains(" is in \(small.path)\n\(box) is removed\n"))
  }

  @Test func withoutAWordTheSoftLimitIsNineTenths() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "\(child.pid)")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let planned = try bench.run(["contain", "--max", "50%", "--dry-run", "--yes", "\(child.pid)"])
    #expect(planned.ending == .exit(0) && planned.output.contains("\(box), new"))
    #expect(!bench.isThere(box) && bench.group(child.pid) == small.path)
    let done = try bench.run(["contain", "--max", "20M", "--yes", "\(child.pid)"])
    #expect(done.ending == .exit(0), "\(done.error)")
    #expect(try bench.read(box, BoxBench.highFile) == "\(18 << 20)")
    // The name of the first is taken as long as that one is there.
    let other = try ChildProcess()
    try small.take(other.pid)
    let taken = try bench.run([
      "contain", "--max", "20M", "--yes", "--name", "\(child.pid)", "\(other.pid)",
    ])
    #expect(BoxBench.isRefusal(taken, 71) && taken.error.contains("(EEXIST)"))
    #expect(try bench.run(["release", box]).ending == .exit(0))
  }

  @Test func bothOfVersion1sLimitsAreSet() throws {
    guard BoxBench.isV1 else { return }
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "both")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let less = try bench.run([
      "contain", "--max", "32M", "--swap-max", "16M", "--name", "both", "\(child.pid)",
    ])
    #expect(BoxBench.isRefusal(less, 64) && less.error.contains("memory and swap together"))
    let done = try bench.run([
      "contain", "--max", "32M", "--swap-max", "40M", "--name", "both", "\(child.pid)",
    ])
    #expect(done.ending == .exit(0), "\(done.error)")
    #expect(try bench.read(box, "memory.memsw.limit_in_bytes") == "\(40 << 20)")
  }

  /// Those of two groups meet in the nearest one above both, and each goes back to its own.
  @Test func leavingALimitMustBeConfirmed() throws {
    let (a, b) = (try SmallGroup(limit: 64 << 20), try SmallGroup(limit: 48 << 20))
    let (one, two) = (try ChildProcess(), try ChildProcess())
    try a.take(one.pid)
    try b.take(two.pid)
    let box = "/memtop-pair\(one.pid)"
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let words = ["contain", "--max", "32M", "--name", "pair\(one.pid)", "\(one.pid)", "\(two.pid)"]
    let refused = try bench.run(words)
    #expect(BoxBench.isRefusal(refused, 64) && refused.error.contains("give --yes"))
    #expect(refused.output.contains("leaves    \(a.path): its \(BoxBench.maxFile) of 64.0M"))
    #expect(refused.output.contains("leaves    \(b.path): its \(BoxBench.maxFile) of 48.0M"))
    #expect(!bench.isThere(box) && bench.group(one.pid) == a.path)
    #expect(try bench.run(words + ["--yes"]).ending == .exit(0))
    #expect(bench.group(one.pid) == box && bench.group(two.pid) == box)
    #expect(try bench.run(["release", BoxBench.mount + box]).ending == .exit(0))
    #expect(bench.group(one.pid) == a.path && bench.group(two.pid) == b.path)
  }

  /// All threads move; of a process whose first one has ended those that live.
  @Test func allThreadsMove() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess(.headless)
    waitUntil { bench.stat(child.pid)?.state == UInt8(ascii: "Z") }
    try small.take(child.pid)
    #expect(bench.group(child.pid) == small.path)
    let box = bench.box(small, "threads")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let done = try bench.run([
      "contain", "--max", "32M", "--name", "threads", "--yes", "\(child.pid)",
    ])
    #expect(done.ending == .exit(0), "\(done.error)")
    #expect(bench.group(child.pid) == box)
    #expect(try bench.run(["release", box]).ending == .exit(0))
    #expect(bench.group(child.pid) == small.path)
  }

  /// Another user's memtop moves what is that user's; where one process is not, the other goes back.
  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func aRefusalPutsEverythingBack() throws {
    guard BoxBench.isV1 else { return }
    let small = try SmallGroup(limit: 64 << 20)
    let other = OtherUser()
    let user = other.command
    #expect(chown(small.folder, other.id, other.id) == 0)
    let theirs = try Spawned(
      small.entry + user + ["sleep", "60"], environment: Environment.list(changing: [:]))
    waitUntil { bench.group(theirs.pid) == small.path && owner(theirs.pid) == other.id }
    // The group's own list of processes is for root to write, so they could not go back.
    #expect(chown(small.folder + "/cgroup.procs", other.id, other.id) == 0)
    let roots = try ChildProcess()
    try small.take(roots.pid)
    let box = bench.box(small, "theirs")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let words = ["contain", "--max", "32M", "--name", "theirs", "--yes"]
    let refused = try bench.run(words + ["\(theirs.pid)", "\(roots.pid)"], behind: user)
    #expect(BoxBench.isRefusal(refused, 71), "\(refused.error)")
    #expect(refused.error.contains("\(roots.pid) ") && refused.error.contains("(EACCES)"))
    #expect(refused.error.contains("nothing is changed"))
    #expect(bench.group(theirs.pid) == small.path && bench.group(roots.pid) == small.path)
    #expect(!bench.isThere(box))
    // Alone it goes, and what is remembered is for its owner's eyes.
    #expect(try bench.run(words + ["\(theirs.pid)"], behind: user).ending == .exit(0))
    #expect(bench.group(theirs.pid) == box)
    // Root does not believe what another user could have written.
    #expect(BoxBench.isRefusal(try bench.run(["release", box]), 71))
    let undone = try bench.run(["release", box], behind: user)
    #expect(undone.ending == .exit(0), "\(undone.error)")
    #expect(bench.group(theirs.pid) == small.path && !bench.isThere(box))
  }

  private func owner(_ pid: Int32) -> UInt32? {
    (try? HeldMember(pid: pid, in: bench.root))?.member.owner
  }

  @Test func movesAreInTheLog() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "logged")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let log = "/tmp/memtop-box-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).log"
    defer { unlink(log) }
    let name = ["--name", "logged", "--yes", "--log", log]
    #expect(
      try bench.run(["contain", "--max", "32M"] + name + ["\(child.pid)"]).ending == .exit(0))
    #expect(try bench.run(["release", box, "--log", log]).ending == .exit(0))
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.map { $0["pid"] as? Int } == [Int(child.pid), Int(child.pid)])
    #expect(lines.map { $0["oldCgroup"] as? String } == [small.path, box])
    #expect(lines.map { $0["newCgroup"] as? String } == [box, small.path])
  }
}
