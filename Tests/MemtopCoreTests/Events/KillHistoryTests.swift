import LinuxKernel
import Testing

@testable import MemtopCore

/// What the dashboard keeps of kills, and how long it says the newest.
@Suite struct KillHistoryTests {
  private static func kills(_ log: String) throws -> [LoggedKill] {
    ReadLog(try CapturedLog.bytes(log)).kills.map(LoggedKill.kernel)
  }

  private static func kill(_ pid: Int, rows: Int = 0, scope: String = "Out of memory") -> LoggedKill
  {
    let table = (0..<rows).map { "[ \($0 + 1)] 0 \($0 + 1) 9 9 4096 0 0 a\n" }.joined()
    return .kernel(
      ReadLog("\(table)\(scope): Killed process \(pid) (a) total-vm:8kB\n").kills[0])
  }

  @Test func whatTheLogHeldIsHistoryAndNoAlert() throws {
    var history = KillHistory()
    history.take(KillNews(kills: try Self.kills("6.1-cgroup-v1.log"), state: .live, killLines: 2))
    #expect(history.entries.map(\.kill.pid) == [125, 124])
    #expect(history.killLines == 2)
    #expect(KillAlert(history, now: 0) == nil)
  }

  @Test func aKillThatWasSeenIsSaidForTenSeconds() throws {
    var history = KillHistory()
    let kills = try Self.kills("6.1-nested.log")
    let second: Int64 = 1_000_000_000
    history.take(KillNews(seen: [kills[0]], at: 5 * second, state: .live))
    #expect(
      KillAlert(history, now: 5 * second)?.text
        == "120 inb just now by the kernel (limit of the group /t)")
    #expect(
      KillAlert(history, now: 8 * second)?.text
        == "120 inb 3s ago by the kernel (limit of the group /t)")
    history.take(KillNews(seen: [kills[1]], at: 9 * second, state: .live))
    #expect(
      KillAlert(history, now: 10 * second)?.text
        == "121 ina 1s ago, and 1 more, by the kernel (limit of the group /t)")
    #expect(
      KillAlert(history, now: 15 * second)?.text
        == "121 ina 6s ago by the kernel (limit of the group /t)")
    #expect(KillAlert(history, now: 19 * second) == nil)
    // A clock that was put back does not make it say what is to come.
    #expect(KillAlert(history, now: 0)?.text.contains("just now") == true)
  }

  @Test func hostileNamesAreMadeVisible() {
    let text = "Out of memory: Killed process 7 (\u{1b}[2J) total-vm:8kB\n"
    var history = KillHistory()
    history.take(KillNews(seen: ReadLog(text).kills.map(LoggedKill.kernel), state: .live))
    #expect(
      KillAlert(history, now: 0)?.text == "7 \\x1b[2J just now by the kernel (the host was full)")
  }

  @Test func theOldestKillsLoseTheirTablesAndThenThemselves() {
    var history = KillHistory()
    for pid in 1...30 {
      history.take(KillNews(kills: [Self.kill(pid, rows: 1000)], state: .live))
    }
    #expect(history.entries.count == 30)
    #expect(history.entries.prefix(10).allSatisfy { $0.kill.rowCount == 0 })
    #expect(history.entries.prefix(10).allSatisfy { $0.kernelKill?.report.rowCount == 1000 })
    #expect(history.entries.suffix(20).allSatisfy { $0.kill.rowCount == 1000 })
    let many = (1...1200).map { Self.kill($0) }
    history.take(KillNews(kills: many, state: .live))
    #expect(history.entries.count == KillHistory.limit)
    #expect(history.forgotten == 230)
    for pid in 1...30 {
      history.take(KillNews(kills: [Self.kill(pid, rows: 1000)], state: .live))
    }
    #expect(history.entries.reduce(0) { $0 + $1.kill.rowCount } == 20_000)
    #expect(history.entries.last?.kill.rowCount == 1000)
  }

  @Test func aRefusalKeepsWhatWasRead() throws {
    var history = KillHistory()
    history.take(KillNews(kills: [Self.kill(1)], state: .live, killLines: 1))
    history.take(KillNews(state: .refused("no more")))
    #expect(history.entries.count == 1 && history.killLines == 1)
    #expect(history.state == .refused("no more"))
  }

  @Test(arguments: [
    "12,5,900,-;Out of memory: Killed process 7 (a) total-vm:8kB",
    "30,5,900,-;Killed process 7 (a) total-vm:8kB",
    "<14>Out of memory: Killed process 7 (a) total-vm:8kB",
  ])
  func whatAProgramWroteIntoTheKernelsLogIsNoKill(line: String) {
    #expect(ReadLog(line + "\n").kills.isEmpty)
  }

  @Test func everyLineOfAGroupCounts() throws {
    var reader = KillLogReader()
    let log = try CapturedLog.bytes("6.1-oom-group.kmsg")
    var kills = 0
    log.withUnsafeBufferPointer { reader.read($0.span) { _ in kills += 1 } }
    #expect(kills == 4)
    #expect(reader.killLines == 5)
  }
}

extension KillHistory.Entry {
  fileprivate var kernelKill: KernelKill? {
    if case .kernel(let kill) = kill { kill } else { nil }
  }
}
