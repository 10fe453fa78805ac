import Foundation
import Glibc
import LinuxKernel
import TestSupport
import Testing

/// Real kills in a small cgroup, on the screen while they happen.
@Suite(.serialized) struct LiveKillTests {
  /// A kill can only be seen in a log that may be read.
  private static let isLogReadable: Bool = {
    let log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    if log >= 0 { close(log) }
    return log >= 0
  }()

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"))
  func aKillTakesTheVerdictsPlaceForAWhile() throws {
    let tmux = try Tmux(width: 120, height: 40)
    try tmux.command("\(MemtopBinary.path) --no-config")
    try tmux.wait(for: "the verdict") { $0.count > 1 && $0[1].contains("available") }
    let group = try SmallGroup()
    let pid = try group.kill()
    let line = try tmux.wait(for: "the kill of \(pid)") { $0[1].contains("KILLED  \(pid) tail") }[1]
    #expect(line.contains("by the kernel (limit of the group \(group.path))"))
    // Others may be killed on this host meanwhile.
    try tmux.wait(for: "it to go") { !$0[1].contains("KILLED  \(pid)") }
  }

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"))
  func aKillComesIntoThePaneAndIsExplained() throws {
    let tmux = try Tmux(width: 120, height: 40)
    try tmux.command("\(MemtopBinary.path) --no-config")
    try tmux.expect("available")
    try tmux.keys("5")
    try tmux.expect("WHERE")
    let group = try SmallGroup()
    let pid = try group.kill()
    let lines = try tmux.wait(for: "the line of \(pid)") { lines in
      lines.contains { $0.contains("kernel") && $0.contains(" \(pid) tail") }
    }
    try tmux.expect("since memtop began")
    // The newest stands first, where the cursor is; others may be killed on this host meanwhile.
    let first = try #require(lines.firstIndex { $0.contains("WHERE") })
    guard lines[first + 1].contains(" \(pid) tail") else { return }
    try tmux.confirm()
    try tmux.expect("Why \(pid) tail was killed")
    let report = try tmux.expect("Cause: the limit of \(group.path), not the host")
    #expect(report.contains { $0.contains("Choice: of the ") })
  }

  /// The log names the host's groups; in a cgroup namespace of its own memtop sees none of them.
  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"),
    .enabled(if: geteuid() == 0, "only root can make a cgroup namespace"))
  func aContainersGroupsAreNotTheLogs() throws {
    let group = try SmallGroup()
    let pid = try group.kill()
    for (behind, isNamed) in [([], true), (["unshare", "--cgroup"], false)] {
      let told = try Captured.run(
        behind + [MemtopBinary.path, "events", "--format", "json"],
        environment: Environment.list(changing: [:]))
      let counters = try #require(told.output.split(separator: "\"counters\"").last)
      #expect(told.output.contains("\"pid\": \(pid)"))
      #expect(counters.contains(group.path) == isNamed)
    }
  }

  /// From "it is killed all the time" to the limit that binds, whom the kernel kills there, and a higher limit:
  /// by the event, by the group, and by the verdict.
  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"), arguments: Way.allCases)
  func fromAKillToAHigherLimitInEightKeys(_ way: Way) throws {
    let group = try SmallGroup(limit: 24 << 20)
    // What lives on in the group.
    let other = try Spawned(
      group.entry + ["sleep", "600"], environment: Environment.list(changing: [:]))
    defer { withExtendedLifetime(other) {} }
    // Others may be killed on this host meanwhile; then theirs is the newest kill.
    for _ in 0..<8 {
      _ = try group.kill()
      let tmux = try Tmux(width: 120, height: 50)
      try tmux.command("\(MemtopBinary.path) --no-config")
      // The log is read beside the screen.
      try tmux.wait(for: "the kill in the verdict") { $0.count > 1 && $0[1].contains("kill") }
      if try raise(group, by: way, tmux) { return }
    }
    Issue.record("the newest kill was another's each time")
  }

  enum Way: String, CaseIterable {
    case event = "5"
    case group = "3"
    case verdict = "d"
  }

  /// False where the way leads to another's group, which is left as it is.
  private func raise(_ group: SmallGroup, by way: Way, _ tmux: Tmux) throws -> Bool {
    let name = String(group.path.dropFirst())
    var keys = 1
    try tmux.keys(way.rawValue)
    switch way {
    case .event: try tmux.expect(" tail ")
    case .group: try tmux.expect(name)
    case .verdict: try tmux.expect("e Limits  s Kill order")
    }
    if way != .verdict {
      keys += 1
      try tmux.confirm()
      let page = try tmux.expect(way == .event ? "Choice: of the" : "Who dies in it")
      guard page.contains(where: { $0.contains(group.path) }) else { return false }
      let limit = way == .event ? "Cause: the limit of \(group.path)" : "Limits on the way up"
      #expect(page.contains { $0.contains(limit) })
      #expect(page.contains { $0.contains("24.0M") })
      // Whom the kernel kills there, as it was then and as it is now.
      try tmux.expect(way == .event ? "BADNESS" : "sleep")
    }
    try tmux.confirm("e")
    guard try tmux.expect("Limits of ").contains(where: { $0.contains("Limits of \(name)") })
    else { return false }
    let size = "48M"
    try tmux.type(size)
    try tmux.expect("48.0M")
    try tmux.confirm()
    keys += 2 + size.count
    try tmux.wait(for: "the kernel's limit") { _ in group.limit == 48 << 20 }
    if way == .verdict {
      // The page comes back, and from it the kill order.
      try tmux.keys("Escape")
      try tmux.expect("s Kill order")
      try tmux.keys("s")
      keys += 2
      let order = try tmux.expect("scope: \(group.path)")
      #expect(order.contains { $0.contains("sleep") })
    }
    #expect(keys <= 8)
    return true
  }

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"),
    arguments: [["diagnose"], ["snapshot", "--format", "json", "--limit", "1"]])
  func aKillOfAMomentAgoIsInTheVerdict(_ command: [String]) throws {
    let group = try SmallGroup()
    let pid = try group.kill()
    let result = try Captured.run(
      [MemtopBinary.path] + command, environment: Environment.list(changing: [:]))
    #expect(result.output.contains("s ago in the group \(group.path)"))
    #expect(result.output.contains("\(group.path): a kill "))
    #expect(result.output.contains("s ago: tail (\(pid))"))
  }

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: isLogReadable, "needs the right to read /dev/kmsg"))
  func theCountersOfTheHostAndTheGroupAgreeWithTheLog() throws {
    let group = try SmallGroup()
    let pids = [try group.kill(), try group.kill()]
    let result = try Captured.run(
      [MemtopBinary.path, "events", "--format", "json"],
      environment: Environment.list(changing: [:]))
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(parsed as? [String: Any])
    let kills = try #require(document["kills"] as? [[String: Any]])
    #expect(
      kills.filter { $0["cgroup"] as? String == group.path }.map { $0["pid"] as? Int32 } == pids)
    let counters = try #require(document["counters"] as? [String: Any])
    let counted = try #require(counters["oomKill"] as? Int)
    let logged = try #require(counters["inLog"] as? Int)
    #expect(counters["withoutReport"] as? Int == max(0, counted - logged))
    let groups = try #require(counters["cgroups"] as? [[String: Any]])
    let own = try #require(groups.first { $0["cgroup"] as? String == group.path })
    #expect(own["oomKill"] as? Int == 2)
    #expect(own["inLog"] as? Int == 2)
    #expect(own["withoutReport"] as? Int == 0)
  }

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
  func nobodyIsWaitedForOnceTheMemoryIsGone() throws {
    let group = try SmallGroup()
    let process = try Spawned(
      group.entry + ["tail", "/dev/zero"], environment: Environment.list(changing: [:]))
    // Until it is waited for, the list of tasks has what is left of it.
    var isAwaited: Bool?
    #expect(
      try waitUntil {
        var records = TaskRecords(try LoadedTaskIterator.get())
        try records.begin()
        while let record = try records.next() {
          guard record.pid == process.pid, record.stat.state == UInt8(ascii: "Z") else { continue }
          isAwaited = record.isAwaited
        }
        return isAwaited != nil
      })
    #expect(isAwaited == false)
    #expect(process.poll() == .signal(SIGKILL))
  }

  @Test func changesAreInThePaneAndInTheLog() throws {
    let tree = TemporaryTree()
    let log = tree.path + "/changes.log"
    let target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
    let tmux = try Tmux(width: 120, height: 40, environment: ["SUDO_USER": "alice"])
    try tmux.command("\(MemtopBinary.path) --no-config --log \(log) --filter pid=\(target.pid)")
    try tmux.expect("\(target.pid) ")
    try tmux.keys("}")
    try tmux.confirm()
    try tmux.expect("0 → 100 done")
    try tmux.keys("z")
    try tmux.expect("Undo")
    try tmux.confirm()
    try tmux.expect("100 → 0 done")
    try tmux.keys("5")
    try tmux.expect("undone: adj 100 → 0 by")
    // The foot is drawn last.
    let lines = try tmux.expect("acts go to \(log)")
    #expect(lines.contains { $0.contains("\(target.pid) sleep") && $0.contains("adj 0 → 100 by ") })
    let text = try String(contentsOfFile: log, encoding: .utf8)
    let changes = try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(changes.map { $0["pid"] as? Int32 } == [target.pid, target.pid])
    #expect(changes.map { $0["old"] as? Int } == [0, 100])
    #expect(changes.map { $0["new"] as? Int } == [100, 0])
    #expect(changes.map { $0["undo"] as? Bool } == [false, true])
    #expect(changes.allSatisfy { $0["sudoUser"] as? String == "alice" })
    #expect(changes.allSatisfy { $0["comm"] as? String == "sleep" })
  }

  @Test func aSignalIsInThePaneInExplainAndInTheLogAndIsNotUndone() throws {
    let tree = TemporaryTree()
    let log = tree.path + "/acts.log"
    let target = try Spawned(["sleep", "600"], environment: Environment.list(changing: [:]))
    let tmux = try Tmux(width: 120, height: 60)
    try tmux.command("\(MemtopBinary.path) --no-config --log \(log) --filter pid=\(target.pid)")
    try tmux.expect("\(target.pid) ")
    try tmux.keys("}")
    try tmux.confirm()
    try tmux.expect("0 → 100 done")
    try tmux.keys("F9", "1", "8", "Enter")
    try tmux.expect("Send SIGCONT to \(target.pid) sleep?")
    try tmux.confirm()
    try tmux.expect("SIGCONT sent")
    try tmux.keys("5")
    try tmux.expect("SIGCONT sent by ")
    try tmux.keys("z")
    try tmux.expect("100 → 0")
    try tmux.keys("Escape", "1", "x")
    let lines = try tmux.expect("SIGCONT sent by ")
    #expect(lines.contains { $0.contains("adj 0 → 100 by ") })
    let text = try String(contentsOfFile: log, encoding: .utf8)
    let acts = try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(acts.map { $0["pid"] as? Int32 } == [target.pid, target.pid])
    #expect(acts.map { $0["signal"] as? String } == [nil, "SIGCONT"])
    #expect(acts.allSatisfy { ($0["time"] as? String)?.hasSuffix("Z") == true })
  }
}
