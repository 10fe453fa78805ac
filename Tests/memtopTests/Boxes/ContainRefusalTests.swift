import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// What cannot be meant, or may not be done, is one line; nothing is changed by it.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct ContainRefusalTests {
  let bench: BoxBench

  init() throws { bench = try BoxBench() }

  @Test(
    arguments: [
      (["--max", "abc"], 64, "is no size"), (["--max", "-1"], 64, "not negative"),
      (["--max", "16E"], 64, "more than a limit can be"), (["--max", ""], 64, "is no size"),
      (["--max", "9223372036854775808"], 64, "more than a limit can be"),
      (["--max", "1K"], 64, "less than a page"), (["--max", "0"], 64, "limit of 0"),
      (["--max", "max"], 64, "nothing to contain"), (["--max", "+10%"], 64, "no limit now"),
      ([], 64, "--max"), (["--max", "1M", "--high", "x"], 64, "is no size"),
      (["--max", "1M", "--name", ""], 64, "is no name"),
      (["--max", "1M", "--name", ".."], 64, "memtop-"),
      (["--max", "1M", "--name", "a/b"], 64, "is no name"),
      (["--max", "1M", "--name", "../a"], 64, "is no name"),
      (["--max", "1M", "--name", "a\nb"], 64, "is no name"),
      (["--max", "1M", "--name", "a\u{1b}[2Jb"], 64, "is no name"),
      (["--max", "1M", "--interval", "1s"], 64, "is not for contain"),
      (["--max", "1M", "--read-only"], 64, "is not for contain"),
    ] as [([String], Int32, String)])
  func anOptionThatIsWrongChangesNothing(
    _ options: [String], _ code: Int32, _ words: String
  ) throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let result = try bench.run(["contain"] + options + ["--dry-run", "\(child.pid)"])
    if options.last == ".." {
      // With memtop- before it, it is a name like others.
      #expect(result.ending == .exit(0) && result.output.contains(words))
    } else {
      #expect(BoxBench.isRefusal(result, code), "\(result.error)")
      #expect(result.error.contains(words), "\(result.error)")
    }
    #expect(bench.group(child.pid) == small.path)
  }

  @Test(
    arguments: [
      ("abc", 64, "whole number above 0"), ("0", 64, "whole number above 0"),
      ("99999999999", 64, "whole number above 0"), ("4121 4122", 64, "whole number above 0"),
      ("2147483647", 66, "there is no such process"), ("1", 71, "the first process"),
    ] as [(String, Int32, String)])
  func aProcessThatIsNoneIsOneLine(_ pid: String, _ code: Int32, _ words: String) throws {
    let result = try bench.run(["contain", "--max", "1G", pid])
    #expect(BoxBench.isRefusal(result, code) && result.output.isEmpty, "\(result.error)")
    #expect(result.error.contains(words), "\(result.error)")
  }

  @Test func kernelThreadsStay() throws {
    let kernel = (2...5000).first { bench.stat($0)?.isKernelThread == true }
    let pid = try #require(kernel)
    let result = try bench.run(["contain", "--max", "1G", "\(pid)"])
    #expect(BoxBench.isRefusal(result, 71) && result.error.contains("kernel thread"))
  }

  @Test func aThreadIsNoProcess() throws {
    let child = try ChildProcess(.headless)
    var thread: Int32?
    waitUntil {
      let tasks = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.pid)/task")
      thread = tasks?.compactMap { Int32($0) }.first { $0 != child.pid }
      return thread != nil
    }
    let result = try bench.run(["contain", "--max", "1G", "\(try #require(thread))"])
    #expect(BoxBench.isRefusal(result, 64), "\(result.error)")
    #expect(result.error.contains("it is a thread of process \(child.pid)"))
  }

  @Test func memtopItselfMustBeMeant() throws {
    let small = try SmallGroup(limit: 256 << 20)
    // The shell becomes memtop, with its pid.
    let script = "exec \"$0\" contain --max 128M --name self $$"
    let result = try Captured.run(
      small.entry + ["sh", "-c", script, MemtopBinary.path],
      environment: Environment.list(changing: [:]))
    #expect(BoxBench.isRefusal(result, 64) && result.error.contains("memtop itself"))
    #expect(!bench.isThere(bench.box(small, "self")))
  }

  @Test(arguments: [
    "/none-of-these", "/../../etc", "/a\nb", "/a\u{1b}[2Jb", "/\\x2e\\x2e", "/memtop-none", "..",
  ]) func aGroupThatIsNotThereIsOneLine(_ path: String) throws {
    for words in [["release", path], ["release", path, "--dry-run"]] {
      let result = try bench.run(words)
      #expect(BoxBench.isRefusal(result, 66) && result.output.isEmpty, "\(result.error)")
      #expect(result.error.contains("there is no such group"))
    }
  }

  /// A name like those that memtop gives is not enough.
  @Test func aGroupThatMemtopDidNotMakeIsNotReleased() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    for path in [small.path, "/"] {
      let result = try bench.run(["release", path])
      #expect(BoxBench.isRefusal(result, 71), "\(result.error)")
      #expect(result.error.contains("did not make this group"))
    }
    #expect(bench.group(child.pid) == small.path)
  }

  /// In a container cgroups are mounted so.
  @Test func aReadOnlyMountIsSaidSo() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let child = try ChildProcess()
    try small.take(child.pid)
    let box = bench.box(small, "before")
    let removal = BoxRemoval(box)
    defer { withExtendedLifetime(removal) {} }
    let contain = ["contain", "--max", "32M", "--yes", "\(child.pid)", "--name"]
    #expect(try bench.run(contain + ["before"]).ending == .exit(0))
    let script = "mount -o remount,bind,ro '\(BoxBench.mount)' && exec \"$@\""
    for words in [
      contain + ["after"], ["release", box], ["cgroup", "set", small.path, "--max", "32M"],
    ] {
      let result = try bench.run(
        words, behind: ["unshare", "--mount", "sh", "-c", script, "sh"])
      #expect(BoxBench.isRefusal(result, 71), "\(result.error)")
      #expect(result.error.contains("mounted read-only here"), "\(result.error)")
      #expect(result.error.contains("(EROFS)"), "\(result.error)")
    }
    #expect(bench.group(child.pid) == box)
    #expect(try bench.read(small.path, BoxBench.maxFile) == "\(64 << 20)")
    #expect(try bench.run(["release", box]).ending == .exit(0))
  }
}
