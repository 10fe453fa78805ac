import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// `memtop cgroup set` on real groups: the kernel's files are the judge.
@Suite(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
struct CommandLineCgroupSetTests {
  private static let isV1 = access("/sys/fs/cgroup/memory/memory.limit_in_bytes", F_OK) == 0
  private static let maxFile = isV1 ? "memory.limit_in_bytes" : "memory.max"
  private static let highFile = isV1 ? "memory.soft_limit_in_bytes" : "memory.high"

  private func set(_ path: String, _ arguments: [String]) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "cgroup", "set", path] + arguments,
      environment: Environment.list(changing: [:]))
  }

  private func read(_ group: SmallGroup, _ file: String) throws -> String {
    try String(contentsOfFile: group.folder + "/" + file, encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  /// Every file of the group that can be written and holds a setting.
  private func settings(_ group: SmallGroup) throws -> [String: String] {
    let names =
      Self.isV1
      ? [
        "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.soft_limit_in_bytes",
        "memory.oom_control", "memory.swappiness",
      ]
      : [
        "memory.max", "memory.high", "memory.low", "memory.min", "memory.swap.max",
        "memory.oom.group",
      ]
    var found: [String: String] = [:]
    for name in names { found[name] = try? read(group, name) }
    return found
  }

  @Test func whatPeopleWriteIsWhatTheKernelKeeps() throws {
    let group = try SmallGroup(limit: 64 << 20)
    for (text, size) in [
      ("1.8M", 1_884_160), ("33MiB", 33 << 20), ("+10%", 38_060_032), ("-10%", 34_250_752),
    ] {
      // v1's limit of memory and swap has no limit in this group.
      let result = try set(group.path, ["--max", text])
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      #expect(try read(group, Self.maxFile) == "\(size)")
      #expect(result.output.contains("\(Self.maxFile) is \(size)\n"))
    }
    #expect(try set(group.path, ["--high=16M"]).ending == .exit(0))
    #expect(try read(group, Self.highFile) == "\(16 << 20)")
    #expect(try set(group.path, ["--max", "max"]).ending == .exit(0))
    let unlimited = try read(group, Self.maxFile)
    #expect(unlimited == (Self.isV1 ? "9223372036854771712" : "max"))
  }

  @Test func aPartIsOfTheLimitAbove() throws {
    let group = try SmallGroup(limit: 64 << 20)
    #expect(mkdir(group.folder + "/child", 0o755) == 0)
    defer { rmdir(group.folder + "/child") }
    if !Self.isV1 {
      try "+memory".write(
        toFile: group.folder + "/cgroup.subtree_control", atomically: false, encoding: .utf8)
    }
    #expect(try set(group.path + "/child", ["--max", "50%"]).ending == .exit(0))
    #expect(try read(group, "child/" + Self.maxFile) == "\(32 << 20)")
    let preview = try set(group.path, ["--max", "16M", "--dry-run"])
    #expect(preview.output.contains("\(group.path)/child has a larger limit, 32.0M"))
    #expect(try read(group, Self.maxFile) == "\(64 << 20)")
  }

  @Test func aLimitBelowWhatIsUsedMustBeConfirmed() throws {
    let group = try SmallGroup(limit: 64 << 20)
    let file = "/tmp/memtop-cgroup-\(getpid()).bytes"
    defer { unlink(file) }
    let filler = try Captured.run(
      group.entry + ["dd", "if=/dev/zero", "of=\(file)", "bs=1M", "count=8"],
      environment: Environment.list(changing: [:]))
    #expect(filler.ending == .exit(0))
    let refused = try set(group.path, ["--max", "64K"])
    #expect(refused.ending == .exit(64) && refused.error.contains("give --yes"))
    #expect(refused.output.contains("to go"))
    #expect(try read(group, Self.maxFile) == "\(64 << 20)")
  }

  @Test func bothLimitsOfVersion1AreWrittenInTheirOrder() throws {
    guard Self.isV1 else { return }
    let group = try SmallGroup(limit: 64 << 20)
    // Down, up and down again, both at once.
    for size in [32, 128, 16, 256] {
      let result = try set(group.path, ["--max", "\(size)M", "--swap-max", "\(size + 8)M"])
      #expect(result.ending == .exit(0), "\(result.error)")
      #expect(try read(group, "memory.limit_in_bytes") == "\(size << 20)")
      #expect(try read(group, "memory.memsw.limit_in_bytes") == "\((size + 8) << 20)")
    }
    let before = try settings(group)
    for arguments in [
      ["--max", "1G"], ["--swap-max", "1M"], ["--max", "2G", "--swap-max", "1G"],
    ] {
      let result = try set(group.path, arguments)
      #expect(result.ending == .exit(64))
      #expect(result.error.contains("memory.memsw.limit_in_bytes"))
      #expect(try settings(group) == before)
    }
  }

  @Test(
    arguments: [
      (["--max", "abc"], 64), (["--max", "-1"], 64), (["--max", "16E"], 64), (["--max", "1K"], 64),
      (["--high", "9223372036854775808"], 64), (["--max", ""], 64), ([], 64),
      (["--max", "64M", "--inode", "1"], 66),
    ] as [([String], Int32)])
  func whatIsWrongChangesNothing(_ arguments: [String], _ code: Int32) throws {
    let group = try SmallGroup(limit: 64 << 20)
    let before = try settings(group)
    let result = try set(group.path, arguments)
    #expect(result.ending == .exit(code), "\(result.error)")
    #expect(result.error.hasPrefix("memtop: ") && result.error.split(separator: "\n").count == 1)
    #expect(try settings(group) == before)
  }

  @Test(arguments: ["/none-of-these", "/../../etc", "/a\nb", "/a\u{1b}[2Jb", "/\\x2e\\x2e"])
  func aGroupThatIsNotThereIsOneLine(_ path: String) throws {
    let result = try set(path, ["--max", "64M"])
    #expect(result.ending == .exit(66) && result.output.isEmpty)
    #expect(result.error.contains("there is no such group"))
    #expect(result.error.split(separator: "\n").count == 1 && !result.error.contains("\u{1b}"))
  }

  /// Seeded, so that a failure can be seen again.
  @Test func twoHundredChangesAndTheirUndoLeaveAllAsItWas() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let before = try settings(small)
    let root = try KernelRoot()
    var random = FixedRandom(seed: 12)
    var undo: [CgroupEdit] = []
    var refused = 0
    let limits: [CgroupSetting] = Self.isV1 ? [.max, .high, .swapMax] : [.max, .high, .low, .min]
    for _ in 0..<200 {
      let tree = try CgroupTree(root, below: small.path)
      let group = tree.groups[tree.subtree.lowerBound]
      let directory = try CgroupDirectory(root, tree.mount, below: group.path)
      var wishes: [(CgroupSetting, CgroupPlan.Wish)] = []
      for setting in limits.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
        let text =
          ["max", "+10%", "-10%", "50%", "\(Int.random(in: 1...900, using: &random)).5M"]
          .randomElement(using: &random) ?? "max"
        wishes.append((setting, .limit(try LimitText(text))))
      }
      let flag: CgroupSetting = Self.isV1 ? .oomKillDisable : .oomGroup
      wishes.append((flag, .flag(Bool.random(using: &random))))
      guard
        let plan = try? CgroupPlan(tree, wishes, memTotal: 1 << 33, pageSize: root.pageSize)
      else {
        // A change of no limit, or v1's two limits the wrong way round.
        refused += 1
        continue
      }
      let outcome = plan.apply(to: directory)
      #expect(outcome.failure == nil)
      #expect(outcome.done.allSatisfy { $0.readBack == .value($0.edit.new) })
      undo += plan.edits
    }
    #expect(undo.count > 100 && refused < 200)
    let root2 = try CgroupTree(root, below: small.path)
    let directory = try CgroupDirectory(root, root2.mount, below: Array(small.path.utf8))
    for edit in undo.reversed() {
      let file = try #require(edit.setting.file(root2.mount.version))
      try directory.write(edit.old.text(root2.mount.version), to: file)
    }
    #expect(try settings(small) == before)
  }

  /// A group that is removed and made again under its name is another one.
  @Test func anOldPreviewDoesNotEditANewGroup() throws {
    let small = try SmallGroup(limit: 64 << 20)
    let root = try KernelRoot()
    let tree = try CgroupTree(root, below: small.path)
    let plan = try CgroupPlan(
      tree, [(.max, .limit(.bytes(32 << 20)))], memTotal: nil, pageSize: root.pageSize)
    let held = try CgroupDirectory(root, tree.mount, below: Array(small.path.utf8))
    for _ in 0..<50 {
      #expect(rmdir(small.folder) == 0 && mkdir(small.folder, 0o755) == 0)
      let fresh = try read(small, Self.maxFile)
      let gone = plan.apply(to: held)
      #expect(gone.failure?.contains("the group was removed") == true)
      let other = try CgroupDirectory(root, tree.mount, below: Array(small.path.utf8))
      #expect(plan.apply(to: other).failure?.contains("made again") == true)
      #expect(try read(small, Self.maxFile) == fresh)
    }
  }

  /// The second of two changes is refused: the first is put back.
  @Test func aRefusalPutsBackWhatWasDone() throws {
    guard Self.isV1 else { return }
    let small = try SmallGroup(limit: 64 << 20)
    let held = try Spawned(
      small.entry + ["sleep", "60"], environment: Environment.list(changing: [:]))
    defer { kill(held.pid, SIGKILL) }
    for _ in 0..<200 where small.statistic("total_rss") ?? 0 == 0 { usleep(10_000) }
    let before = try settings(small)
    let root = try KernelRoot()
    let tree = try CgroupTree(root, below: small.path)
    let plan = try CgroupPlan(
      tree, [(.high, .limit(.bytes(1 << 20))), (.max, .limit(.bytes(4096)))], memTotal: nil,
      pageSize: root.pageSize)
    #expect(plan.edits.count == 2 && plan.excess > 0)
    let directory = try CgroupDirectory(root, tree.mount, below: Array(small.path.utf8))
    let outcome = plan.apply(to: directory)
    #expect(outcome.failure?.contains("(EBUSY)") == true && outcome.left.isEmpty)
    #expect(try settings(small) == before)
    let said = try set(small.path, ["--max", "4K", "--yes"])
    #expect(said.ending == .exit(71) && said.error.contains("nothing is changed"))
    #expect(said.output.contains("is killed first") || said.output.contains("the cache is enough"))
    #expect(try settings(small) == before)
  }

  @Test func changesAreInTheLogAndUndoIsPrinted() throws {
    let group = try SmallGroup(limit: 64 << 20)
    let log = "/tmp/memtop-cgroup-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).log"
    defer { unlink(log) }
    let result = try set(group.path, ["--max", "32M", "--log", log])
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("undo: memtop cgroup set \(group.path) --max=\(64 << 20)\n"))
    let line = try String(contentsOfFile: log, encoding: .utf8)
    let parsed = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(parsed["cgroup"] as? String == group.path)
    #expect(parsed["old"] as? String == "\(64 << 20)" && parsed["new"] as? String == "\(32 << 20)")
    #expect(parsed["file"] as? String == Self.maxFile)
  }
}
