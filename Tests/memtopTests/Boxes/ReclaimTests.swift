import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// `memtop reclaim` on real groups and processes.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct ReclaimTests {
  let bench: BoxBench

  init() throws { bench = try BoxBench() }

  private var file: String {
    "/tmp/memtop-reclaim-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
  }

  private static let canReclaimGroups =
    BoxBench.isV1 || access("/sys/fs/cgroup/memory.reclaim", F_OK) == 0

  /// Page cache of the group that is on the disk already can be dropped.
  @Test(.enabled(if: canReclaimGroups, "memory.reclaim came with 5.19"))
  func cacheOfAGroupGoes() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let file = file
    defer { unlink(file) }
    let filler = try Captured.run(
      small.entry + ["dd", "if=/dev/zero", "of=\(file)", "bs=1M", "count=8", "conv=fsync"],
      environment: Environment.list(changing: [:]))
    #expect(filler.ending == .exit(0))
    let usage = BoxBench.isV1 ? "memory.usage_in_bytes" : "memory.current"
    let before = try #require(Int(try bench.read(small.path, usage)))
    #expect(before > 8 << 20)
    let planned = try bench.run(["reclaim", small.path, "--dry-run"])
    #expect(planned.ending == .exit(0) && planned.output.contains("all that the kernel takes back"))
    #expect(try #require(Int(try bench.read(small.path, usage))) > 8 << 20)
    let done = try bench.run(["reclaim", small.path, "--watch", "1s"])
    #expect(done.ending == .exit(0) && done.error.isEmpty, "\(done.error)")
    #expect(try #require(Int(try bench.read(small.path, usage))) < before - (7 << 20))
    for words in ["took ", "usage     8.", "after 1 s: ", "read again (refaults)", "major faults"] {
      #expect(done.output.contains(words), "\(words)\n\(done.output)")
    }
  }

  /// A program that has a file of 16 MB mapped and touched all of it.
  private func mapping(_ file: String, isLocked: Bool) throws -> Spawned {
    #expect(
      try Captured.run(
        ["dd", "if=/dev/zero", "of=\(file)", "bs=1M", "count=16", "conv=fsync"],
        environment: Environment.list(changing: [:])
      ).ending == .exit(0))
    let program = """
      import ctypes, mmap, sys, time
      with open(sys.argv[1], "rb") as file:
          pages = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ, flags=mmap.MAP_PRIVATE)
      seen = sum(pages[at] for at in range(0, len(pages), 4096))
      if \(isLocked ? "True" : "False"):
          ctypes.CDLL(None).mlockall(1)
      open(sys.argv[1] + ".ready", "w").close()
      time.sleep(60)
      """
    let spawned = try Spawned(
      ["python3", "-c", program, file], environment: Environment.list(changing: [:]))
    #expect(waitUntil { access(file + ".ready", F_OK) == 0 })
    return spawned
  }

  private func resident(_ pid: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.split(whereSeparator: \.isWhitespace)[1])) << 10
  }

  @Test(arguments: [false, true]) func aProcessGivesWhatIsNotLocked(_ isLocked: Bool) throws {
    let file = file
    defer {
      unlink(file)
      unlink(file + ".ready")
    }
    let child = try mapping(file, isLocked: isLocked)
    let before = try resident(child.pid)
    #expect(before > 16 << 20)
    let done = try bench.run(["reclaim", "--pid", "\(child.pid)", "--watch", "0"])
    #expect(done.ending == .exit(0) && done.error.isEmpty, "\(done.error)")
    let after = try resident(child.pid)
    #expect(isLocked ? after > before - (1 << 20) : after < before - (14 << 20))
    #expect(done.output.contains("mappings that stay"))
    #expect(done.output.contains("process   \(child.pid) python3"))
    #expect(!done.output.contains("after "))
  }

  /// The pid is another's by now: the held process is gone, and the other keeps its memory.
  @Test(.enabled(if: geteuid() == 0, "only root can choose a pid"))
  func aReusedPidGivesNothing() throws {
    for _ in 0..<20 {
      let child = try ChildProcess()
      let reclaim = try Reclaim(bench.root, HeldMember(pid: child.pid, in: bench.root))
      child.end()
      let other = try? ChildProcess(pid: child.pid)
      let outcome = reclaim.apply()
      #expect(outcome.after == nil && outcome.failure?.hasSuffix("gone, nothing was done") == true)
      withExtendedLifetime(other) {}
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func withoutTheRightItIsSaidWhatIsNeeded() throws {
    let child = try ChildProcess()
    let result = try bench.run(
      ["reclaim", "--pid", "\(child.pid)"], behind: OtherUser().command)
    #expect(
      BoxBench.isRefusal(result, 71) && result.error.contains("CAP_SYS_NICE"), "\(result.error)")
  }

  @Test(
    arguments: [
      ([], 64, "either a group or --pid"), (["/", "--pid", "1"], 64, "either a group or --pid"),
      (["--pid", "abc"], 64, "whole number above 0"),
      (["--pid", "-4"], 64, "whole number above 0"),
      (["--pid", "2147483647"], 66, "there is no such process"),
      (["--pid", "1", "--amount", "1M"], 64, "a process gives all"),
      (["/", "--amount", "abc"], 64, "is no size"), (["/", "--amount", "-1"], 64, "not negative"),
      (["/", "--watch", "-1s"], 64, "a time is"),
      (["/", "--log", "/tmp/x"], 64, "is not for reclaim"),
      (["/none-of-these"], 66, "no such group"), (["/../../etc"], 66, "no such group"),
      (["/a\nb"], 66, "no such group"), (["/a\u{1b}[2Jb"], 66, "no such group"),
    ] as [([String], Int32, String)])
  func whatIsWrongIsOneLine(_ arguments: [String], _ code: Int32, _ words: String) throws {
    let result = try bench.run(["reclaim"] + arguments)
    #expect(BoxBench.isRefusal(result, code) && result.output.isEmpty, "\(result.error)")
    #expect(result.error.contains(words), "\(result.error)")
  }

  @Test func version1SaysWhatItCannot() throws {
    guard BoxBench.isV1 else { return }
    let small = try SmallGroup(limit: 64 << 20)
    let part = try bench.run(["reclaim", small.path, "--amount", "1M"])
    #expect(BoxBench.isRefusal(part, 64) && part.error.contains("leave the amount out"))
    let whole = try bench.run(["reclaim", "/"])
    #expect(
      BoxBench.isRefusal(whole, 71) && whole.error.contains("the root group"), "\(whole.error)")
    let script = "mount -o remount,bind,ro '\(BoxBench.mount)' && exec \"$@\""
    let fixed = try bench.run(
      ["reclaim", small.path], behind: ["unshare", "--mount", "sh", "-c", script, "sh"])
    #expect(BoxBench.isRefusal(fixed, 71) && fixed.error.contains("(EROFS)"), "\(fixed.error)")
  }
}
