import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// `memtop cgroups` as a program.
@Suite struct CommandLineCgroupsTests {
  private func memtop(_ arguments: String...) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "cgroups"] + arguments, environment: Environment.list(changing: [:]))
  }

  private func groups(_ arguments: [String]) throws -> [[String: Any]] {
    let result = try Captured.run(
      [MemtopBinary.path, "cgroups", "--format", "json"] + arguments,
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0) && result.error.isEmpty)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    return try #require(document["groups"] as? [[String: Any]])
  }

  @Test func theSameFieldsAreInEveryFormat() throws {
    let root = Fixtures.path("newest")
    let json = try groups(["--root", root])
    #expect(json.count == 46)
    let fields = CgroupField.all.filter { !$0.needsHistory }.map(\.id)
    for group in json { #expect(Set(group.keys) == Set(fields)) }
    #expect(json[1]["max"] as? String == "max")
    let csv = try memtop("--root", root, "--format", "csv").output.split(separator: "\r\n")
    #expect(csv.count == 47)
    #expect(csv[0] == fields.joined(separator: ",")[...])
    let table = try memtop("--root", root, "--sort", "current", "--limit", "3")
    #expect(table.ending == .exit(0))
    #expect(table.output.split(separator: "\n").count == 5)
  }

  @Test func sortsFiltersAndStopsAtADepth() throws {
    let root = Fixtures.path("newest")
    let sorted = try groups(["--root", root, "--sort", "anon", "--filter", "kind:container"])
    let sizes = sorted.compactMap { $0["anon"] as? Int }
    #expect(sizes.count == 2 && sizes == sizes.sorted(by: >))
    let part = try groups(["--root", root, "--cgroup", "/user.slice", "--depth", "1"])
    #expect(
      part.compactMap { $0["path"] as? String } == [
        "/user.slice", "/user.slice/user-1000.slice", "/user.slice/user-1002.slice",
      ])
  }

  @Test(
    arguments: [
      (["--cgroup", "/none"], 66, "cgroup: /none: there is no such group"),
      (["--cgroup", "/../.."], 66, "cgroup: /../..: there is no such group"),
      (["--cgroup", "/a\nb"], 66, "cgroup: /a b: there is no such group"),
      (["--sort", "rss"], 64, "no field is named 'rss'"),
      (["--filter", "rss>1"], 64, "no field is named 'rss'"),
      (["--depth", "-1"], 64, "a limit is a whole number"),
      (["--root", "/nowhere"], 66, "--root: /nowhere"),
    ] as [([String], Int32, String)])
  func whatIsWrongIsSaidInOneLine(_ arguments: [String], _ code: Int32, _ words: String) throws {
    var arguments = arguments
    if arguments[0] != "--root" { arguments += ["--root", Fixtures.path("newest")] }
    let result = try Captured.run(
      [MemtopBinary.path, "cgroups"] + arguments, environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(code) && result.output.isEmpty)
    #expect(result.error.hasPrefix("memtop: ") && result.error.contains(words))
    #expect(result.error.split(separator: "\n").count == 1)
  }

  /// The kernel's own files are the judge.
  @Test(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
  func aRealGroupIsAsTheKernelSays() throws {
    let group = try SmallGroup(limit: 32 << 20)
    let held = try Spawned(
      group.entry + ["sleep", "60"], environment: Environment.list(changing: [:]))
    defer { kill(held.pid, SIGKILL) }
    var found: [String: Any] = [:]
    for _ in 0..<200 {
      found = try #require(try groups(["--cgroup", group.path]).first)
      if found["processes"] as? Int == 1 { break }
      usleep(10_000)
    }
    #expect(found["path"] as? String == group.path)
    #expect(found["max"] as? Int == 32 << 20)
    #expect(found["processes"] as? Int == 1 && found["ownProcesses"] as? Int == 1)
    #expect(found["anon"] as? Int == group.statistic("total_rss") ?? group.statistic("anon"))
    #expect(found["binding"] as? String == group.path)
    #expect(found["oomKill"] as? Int == 0)
    var status = stat()
    #expect(stat(group.folder, &status) == 0)
    #expect(found["inode"] as? Int == Int(status.st_ino))
  }

  /// Groups come and go while the tree is read.
  @Test(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
  func aGroupThatIsRemovedMeanwhileIsNoNoise() throws {
    let parent = try SmallGroup()
    let root = try KernelRoot()
    let folder = parent.folder
    let isDone = DispatchSemaphore(value: 0)
    let thread = Thread {
      for _ in 0..<2000 {
        mkdir(folder + "/child", 0o755)
        rmdir(folder + "/child")
      }
      isDone.signal()
    }
    thread.start()
    var readings = 0
    repeat {
      let tree = try CgroupTree(root, below: parent.path)
      #expect(tree.failures.isEmpty)
      #expect(tree.groups[tree.subtree].allSatisfy { $0.memory.current.value != nil })
      readings += 1
    } while isDone.wait(timeout: .now()) == .timedOut
    #expect(readings > 0)
  }

  /// What the other commands write stands in the snapshot where it is asked for.
  @Test func theSnapshotHoldsGroupsAndTheKernelWhereAsked() throws {
    let root = Fixtures.path("newest")
    func run(_ arguments: String...) throws -> Captured {
      try Captured.run(
        [MemtopBinary.path, "snapshot", "--root", root] + arguments,
        environment: Environment.list(changing: [:]))
    }
    let plain = try run("--format", "json")
    #expect(!plain.output.contains("\"cgroups\":") && !plain.output.contains("\"kernel\": {"))
    let asked = try run("--format", "json", "--with", "kernel", "--with", "cgroups")
    #expect(asked.ending == .exit(0))
    for part in ["\"cgroups\": {", "\"hierarchy\": \"v2\"", "\"kernel\": {", "\"zones\": ["] {
      #expect(asked.output.contains(part), "\(part)")
    }
    let refused = try run("--format", "csv", "--with", "kernel")
    #expect(refused.ending == .exit(64) && refused.error.contains("--with is for --format json"))
  }
}
