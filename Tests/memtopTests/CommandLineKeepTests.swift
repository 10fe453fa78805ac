import Foundation
import Glibc
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import memtop

/// `memtop keep` below a folder that stands for `/`: what is written is looked at, nothing is run.
struct CommandLineKeepTests {
  private static let unit = "usr/lib/systemd/system/shop.service"
  private static let text = "[Service]\nExecStart=/bin/shop\nMemoryMax=1G\n"
  private static let group = "sys/fs/cgroup/system.slice/shop.service/"

  /// A host with one service, which process 7 is in.
  private func host(_ more: [String: String] = [:]) -> TemporaryTree {
    let files = [
      Self.unit: Self.text,
      "proc/self/mountinfo": "30 1 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "proc/meminfo": "MemTotal:        8388608 kB\nMemFree:  1 kB\nMemAvailable: 1 kB\n",
      "proc/7/cgroup": "0::/system.slice/shop.service\n", "proc/7/oom_score_adj": "-300\n",
      "proc/7/stat": "7 (shop) S 1 7 7 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 99 1000000 100 "
        + "18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
      "sys/fs/cgroup/cgroup.procs": "", "sys/fs/cgroup/system.slice/cgroup.procs": "",
      Self.group + "cgroup.procs": "7\n", Self.group + "memory.current": "1048576\n",
      Self.group + "memory.max": "2147483648\n", Self.group + "memory.high": "max\n",
      Self.group + "memory.low": "0\n", Self.group + "memory.min": "0\n",
      Self.group + "memory.swap.max": "max\n",
    ]
    let tree = TemporaryTree(files.merging(more) { _, new in new })
    tree.makeDirectory("etc/systemd/system")
    return tree
  }

  private func keep(
    _ tree: TemporaryTree, _ arguments: [String], _ changes: [String: String?] = [:]
  ) throws -> Captured {
    try Captured.run(
      [MemtopBinary.path, "keep", "--root", tree.path] + arguments,
      environment: Environment.list(changing: changes))
  }

  private func read(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  private func dropIn(_ tree: TemporaryTree, _ unit: String = "shop.service") -> String {
    tree.path + "/etc/systemd/system/\(unit).d/50-memtop.conf"
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  /// Every file and folder with what it holds.
  private func everything(_ tree: TemporaryTree) throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: tree.path) {
      found[path] = read(tree.path + "/" + path) ?? "folder"
    }
    return found
  }

  @Test func itIsShownWholeWrittenAndTakenBack() throws {
    let tree = host()
    let before = try everything(tree)
    let arguments = ["--max", "1.8G", "--oom-score-adj", "-500", "--oom-policy=stop", "shop"]
    let dry = try keep(tree, arguments + ["--dry-run"])
    #expect(dry.ending == .exit(0) && dry.error.isEmpty)
    #expect(try everything(tree) == before)
    let result = try keep(tree, arguments)
    #expect(result.ending == .exit(0) && result.error.isEmpty)
    #expect(result.output.hasPrefix(dry.output))
    let text = try #require(read(dropIn(tree)))
    #expect(
      text == """
        # Written by memtop. To take it away: memtop keep --remove shop.service
        [Service]
        OOMScoreAdjust=-500
        MemoryMax=1932734464
        OOMPolicy=stop

        """)
    for line in text.split(separator: "\n") { #expect(result.output.contains(line)) }
    for said in [
      "/etc/systemd/system/shop.service.d/50-memtop.conf, new", "MemoryMax=1G in /usr/lib/systemd",
      "systemctl daemon-reload", "systemctl restart shop.service",
      "undo: memtop keep --remove shop.service",
    ] { #expect(result.output.contains(said), "\(said)") }
    #expect(mode(dropIn(tree)) == 0o644)
    #expect(mode(tree.path + "/etc/systemd/system/shop.service.d") == 0o755)
    let undo = try keep(tree, ["--remove", "shop.service"])
    #expect(undo.ending == .exit(0))
    #expect(try everything(tree) == before)
  }

  @Test func theModeIsRightUnderAnyMask() throws {
    let tree = host()
    let shell = "umask 077; exec \(MemtopBinary.path) keep --root \(tree.path) --max=1G shop"
    let result = try Captured.run(
      ["/bin/sh", "-c", shell], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0), "\(result.error)")
    #expect(mode(dropIn(tree)) == 0o644)
    #expect(mode(tree.path + "/etc/systemd/system/shop.service.d") == 0o755)
  }

  @Test func removalLeavesWhatOthersWrote() throws {
    let tree = host(["etc/systemd/system/shop.service.d/10-mine.conf": "[Service]\nMemoryMax=3G\n"])
    let before = try everything(tree)
    #expect(try keep(tree, ["--high=1G", "shop"]).ending == .exit(0))
    #expect(try keep(tree, ["--remove", "shop"]).ending == .exit(0))
    #expect(try everything(tree) == before)
    let again = try keep(tree, ["--remove", "shop"])
    #expect(again.ending == .exit(66) && again.error.contains("nothing is kept for shop.service"))
  }

  /// The undo line of every write brings the file back to what it was.
  @Test func aHundredChangesAreTakenBackByTheirUndo() throws {
    let tree = host()
    var random = FixedRandom(seed: 6)
    var steps: [(before: String?, undo: [String])] = []
    for _ in 0..<100 {
      let before = read(dropIn(tree))
      let all = [
        "--max=\(Int.random(in: 1...900, using: &random))M", "--high=max", "--low=default",
        "--low=1M", "--swap-max=0", "--high=default", "--oom-policy=kill", "--oom-policy=default",
        "--oom-score-adj=\(Int.random(in: -1000...1000, using: &random))",
      ]
      let chosen = all.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
      let result = try keep(tree, ["--yes", "shop"] + chosen)
      #expect(result.ending == .exit(0), "\(result.error)")
      guard let line = result.output.split(separator: "\n").last(where: { $0.hasPrefix("undo: ") })
      else { continue }
      steps.append((before, line.split(separator: " ").dropFirst(3).map(String.init)))
    }
    #expect(steps.count > 50)
    for step in steps.reversed() {
      #expect(try keep(tree, ["--yes"] + step.undo).ending == .exit(0))
      // A line that comes back stands where it can: what is said counts, not the order.
      #expect(settings(read(dropIn(tree))) == settings(step.before))
    }
    #expect(read(dropIn(tree)) == nil)
  }

  private func settings(_ text: String?) -> Set<Substring>? {
    text.map { Set($0.split(separator: "\n").filter { $0.contains("=") }) }
  }

  @Test func withoutAValueItKeepsWhatIs() throws {
    let tree = host()
    let process = try keep(tree, ["7"])
    #expect(process.ending == .exit(0), "\(process.error)")
    #expect(read(dropIn(tree))?.contains("OOMScoreAdjust=-300\nMemoryMax=2147483648\n") == true)
    #expect(try keep(tree, ["7"]).output.contains("nothing to write"))
    #expect(try keep(tree, ["--remove", "/system.slice/shop.service"]).ending == .exit(0))
    let group = try keep(tree, ["/sys/fs/cgroup/system.slice/shop.service"])
    #expect(group.ending == .exit(0), "\(group.error)")
    #expect(read(dropIn(tree))?.hasSuffix("[Service]\nMemoryMax=2147483648\n") == true)
  }

  @Test func aPartIsOfTheHostsMemoryOrOfWhatIs() throws {
    let tree = host()
    #expect(try keep(tree, ["--max=25%", "--high=max", "shop"]).ending == .exit(0))
    #expect(read(dropIn(tree))?.contains("MemoryMax=2147483648\nMemoryHigh=infinity\n") == true)
    #expect(try keep(tree, ["--max=+10%", "shop"]).ending == .exit(0))
    #expect(read(dropIn(tree))?.contains("MemoryMax=2362228736\n") == true)
  }

  @Test func aLimitBelowWhatIsUsedMustBeConfirmed() throws {
    let tree = host()
    let refused = try keep(tree, ["--max=512K", "shop"])
    #expect(refused.ending == .exit(64) && refused.error.contains("give --yes"))
    #expect(read(dropIn(tree)) == nil)
    #expect(try keep(tree, ["--max=512K", "--yes", "shop"]).ending == .exit(0))
    #expect(read(dropIn(tree)) != nil)
  }

  @Test(
    arguments: [
      (["--max", "abc", "shop"], 64), (["--max", "-1", "shop"], 64),
      (["--max", "16E", "shop"], 64),
      (["--max", "0", "shop"], 64), (["--oom-score-adj", "1001", "shop"], 64),
      (["--oom-score-adj", "x", "shop"], 64), (["--oom-policy", "die", "shop"], 64),
      (["--max=1G", "a b"], 64), (["--max=1G", "x\n.service"], 64), (["--max=1G", ""], 64),
      (["--max=1G", "../../x.service"], 66), (["--max=1G", "/no/such"], 66),
      (["--max=1G", "nothing.service"], 66), (["--max=1G", "4194303"], 66),
      (["--max=1G", "session-1.scope"], 64), (["--oom-score-adj=1", "system.slice"], 64),
      (["--max=1G", "--now", "shop"], 64), (["--max=1G", "--reload", "shop"], 64),
      (["--remove", "--max=1G", "shop"], 64), (["--source", "proc", "shop"], 64), ([], 64),
    ] as [([String], Int32)])
  func whatIsWrongIsOneLineAndChangesNothing(_ arguments: [String], _ code: Int32) throws {
    let tree = host()
    let before = try everything(tree)
    let result = try keep(tree, arguments)
    #expect(result.ending == .exit(code), "\(result.error)")
    #expect(result.error.hasPrefix("memtop: ") && result.error.split(separator: "\n").count == 1)
    #expect(try everything(tree) == before)
  }

  /// Nobody else chooses where root's file goes.
  @Test func linksAndForeignFoldersOnTheWayAreRefused() throws {
    typealias Trap = (what: String, lay: (String) throws -> Void)
    let traps: [Trap] = [
      (
        "is a link",
        {
          try? FileManager.default.removeItem(atPath: $0 + "/etc/systemd/system")
          symlink($0 + "/else", $0 + "/etc/systemd/system")
        }
      ),
      ("is a link", { symlink("../../../else", $0 + "/etc/systemd/system/shop.service.d") }),
      (
        "others may write to it: its mode is 0777",
        {
          mkdir($0 + "/etc/systemd/system/shop.service.d", 0o755)
          chmod($0 + "/etc/systemd/system/shop.service.d", 0o777)
        }
      ),
      (
        "it belongs to user 12345",
        {
          mkdir($0 + "/etc/systemd/system/shop.service.d", 0o755)
          chown($0 + "/etc/systemd/system/shop.service.d", 12345, 0)
        }
      ),
      (
        "Not a directory",
        {
          try "".write(
            toFile: $0 + "/etc/systemd/system/shop.service.d", atomically: false, encoding: .utf8)
        }
      ),
    ]
    for trap in traps where geteuid() == 0 || !trap.what.contains("user") {
      let tree = host()
      tree.makeDirectory("else")
      try trap.lay(tree.path)
      let result = try keep(tree, ["--max=2G", "shop"])
      #expect(result.ending == .exit(73) && result.error.contains(trap.what), "\(result.error)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path + "/else").isEmpty)
    }
  }

  /// What was shown is what is written over: what came in between stays.
  @Test func aFileThatChangedMeanwhileStays() throws {
    let tree = host()
    let root = try KernelRoot(tree.path)
    let files = try UnitFiles(UnitName("shop"), of: .system, in: root)
    let plan = try KeepPlan(files, [(.max, .limit(.bytes(4096)))], version: .v2)
    let other = "[Service]\nMemoryHigh=1G\n"
    tree.write("etc/systemd/system/shop.service.d/50-memtop.conf", Array(other.utf8))
    do throws(KernelError) {
      try DropInFile.apply(plan, below: tree.path)
      Issue.record("written")
    } catch {
      #expect(error.reason == .malformed("it was changed since it was shown; nothing is written"))
    }
    #expect(read(dropIn(tree)) == other)
  }

  /// Who never configured anything has no folder for it yet.
  @Test func aUsersFolderIsMadeWhereItLacks() throws {
    let home = TemporaryTree(["usr/lib/systemd/user/vnc.service": Self.text])
    let config = home.path + "/.config"
    let manager = UnitManager.own(user: geteuid(), config: config)
    let files = try UnitFiles(UnitName("vnc"), of: .everyUser(of: nil), in: KernelRoot(home.path))
    #expect(files.fragment != nil)
    let own = try UnitFiles(UnitName("app.slice"), of: manager, in: KernelRoot(home.path))
    let plan = try KeepPlan(own, [(.max, .limit(.bytes(4096)))], version: .v2)
    try DropInFile.apply(plan, below: "/")
    let path = config + "/systemd/user/app.slice.d/50-memtop.conf"
    #expect(read(path) == plan.new && mode(path) == 0o644 && mode(config) == 0o700)
  }

  @Test func everyWriteIsInTheLog() throws {
    let tree = host()
    let log = tree.path + "/log"
    for arguments in [["--max=2G", "shop"], ["--remove", "shop"]] {
      let result = try Captured.run(
        [MemtopBinary.path, "--log", log, "keep", "--root", tree.path] + arguments,
        environment: Environment.list(changing: [:]))
      #expect(result.ending == .exit(0), "\(result.error)")
    }
    let lines = try #require(read(log)).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(lines.count == 2)
    #expect(lines[0]?["unit"] as? String == "shop.service" && lines[0]?["old"] is NSNull)
    #expect((lines[0]?["new"] as? String)?.contains("MemoryMax=2147483648") == true)
    #expect(
      lines[1]?["old"] as? String == lines[0]?["new"] as? String && lines[1]?["new"] is NSNull)
  }

  /// A pid that became another's is another process.
  @Test func aReusedPidIsNotTheOneThatWasMeant() throws {
    let root = try KernelRoot()
    var reuses = 0
    for _ in 0..<200 {
      let child = try ChildProcess()
      let held = try KeepTarget.process(child.pid, root)
      #expect(held.isSame(root))
      child.end()
      #expect(!held.isSame(root))
      guard let other = try? ChildProcess(pid: held.id.pid) else { continue }
      #expect(!held.isSame(root))
      other.end()
      reuses += 1
    }
    #expect(geteuid() != 0 || reuses == 200)
  }

  @Test(.enabled(if: access("/run/systemd/system", F_OK) != 0, "systemd runs here"))
  func withoutSystemdItSaysTheLines() throws {
    let group = try SmallGroup(limit: 64 << 20)
    let sleeper = try Spawned(
      group.entry + ["sleep", "60"], environment: Environment.list(changing: [:]))
    defer { kill(sleeper.pid, SIGKILL) }
    #expect(waitUntil { (group.statistic("total_rss") ?? group.statistic("anon") ?? 0) > 0 })
    func run(_ arguments: [String]) throws -> Captured {
      try Captured.run(
        [MemtopBinary.path, "keep"] + arguments, environment: Environment.list(changing: [:]))
    }
    let result = try run(["--oom-score-adj=300", "\(sleeper.pid)", "--max=32M"])
    #expect(result.ending == .exit(71))
    #expect(
      result.error.contains("no systemd runs here") && result.error.contains("nothing is written"))
    #expect(result.output.contains("echo 33554432 > \(group.folder)/memory."))
    #expect(result.output.contains("echo 300 > /proc/$$/oom_score_adj"))
    let live = try run(["\(sleeper.pid)"])
    #expect(live.output.contains("echo \(64 << 20) > \(group.folder)/memory."))
    // For now it goes through the group itself.
    let now = try run(["--oom-score-adj=300", "\(sleeper.pid)", "--max=32M", "--now"])
    #expect(now.output.contains("set through the group's own files"))
    let file = group.folder.contains("/memory/") ? "/memory.limit_in_bytes" : "/memory.max"
    #expect(read(group.folder + file) == "\(32 << 20)\n")
    #expect(read("/proc/\(sleeper.pid)/oom_score_adj") == "300\n")
  }
}
