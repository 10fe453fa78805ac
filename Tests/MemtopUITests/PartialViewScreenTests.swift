import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// Every word on the screen that ranks, where only some of the host's processes are seen.
@Suite struct PartialViewScreenTests {
  /// What a container shows: a first process, and no kernel thread beside it.
  private static let container: MadeUpHost = {
    var host = MadeUpHost.usual
    host.processes.removeAll { $0.isKernelThread }
    return host
  }()

  @Test func theHeaderAndTheTableSaySo() throws {
    let app = try App.showing(Self.container, width: 160)
    #expect(app.text.contains("5 visible: PID namespace"))
    #expect(app.text.contains("~KILL"))
    #expect(app.text.contains("~KILL: of 5 visible"))
    let whole = try App.showing(width: 160).text
    #expect(!whole.contains("visible") && !whole.contains("~KILL"))
  }

  @Test func thePaneOfVictimsSaysSo() throws {
    var app = try App.showing(Self.container, width: 160)
    app.keys("2")
    #expect(app.text.contains("4 visible"))
    let words = app.text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("who dies first cannot be told"))
  }

  @Test func aForecastNamesRanksAmongTheVisible() throws {
    for (host, words) in [(Self.container, "of 4 visible"), (MadeUpHost.usual, "of 4")] {
      let kill = try #require(App.showing(host).model.kill)
      let postgres = ProcessID(pid: 40, startTime: 1000)
      let edit = AdjEdit(process: postgres, name: "postgres", old: 0, new: 900)
      let after = kill.after([postgres: 900])
      let ranks = KillForecast(before: kill, after: after, edits: [edit]).ranks(.unicode)
      #expect(ranks == "kill rank 2 → 1 " + words)
    }
  }

  @Test func explainSaysSo() throws {
    var app = try App.showing(Self.container, width: 160, height: 60)
    app.keys("2", "x")
    try app.take(Self.container, seconds: 1001)
    #expect(app.text.contains(/[Rr]ank \d of \d visible on the host/))
  }

  @Test func aKillInTheKernelsLogIsOfTheHost() throws {
    let line =
      "6,12,99000000,-;Killed process 40 (postgres) total-vm:8kB, anon-rss:4kB, file-rss:0kB, "
      + "shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0\n"
    var reader = KillLogReader()
    var news = KillNews(at: 0, state: .live)
    reader.read(Array(line.utf8).span) { if let kill = $0.logged { news.kills.append(kill) } }
    #expect(news.kills.count == 1)
    for (host, isSaid) in [(Self.container, true), (MadeUpHost.usual, false)] {
      var app = try App.showing(host, width: 160)
      _ = app.update(.kills(news))
      app.keys("5")
      #expect(app.text.contains("pids in the kernel's log are the host's") == isSaid)
    }
  }
}
