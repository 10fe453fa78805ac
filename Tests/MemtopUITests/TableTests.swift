import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct TableTests {
  private static func fields(_ width: Int, _ change: (inout Settings) -> Void = { _ in })
    -> [String]
  {
    var settings = Settings.byScore
    change(&settings)
    return TableLayout(settings: settings, width: width).columns.map(\.field.id)
  }

  @Test func narrowScreensDropTheLeastImportantColumns() {
    #expect(Self.fields(120) == Settings.byScore.columns.map(\.id))
    #expect(Self.fields(20) == ["pid", "oomScore", "comm"])
    var last = Set(Self.fields(200))
    for width in stride(from: 199, to: 0, by: -1) {
      let now = Set(Self.fields(width))
      #expect(now.isSubset(of: last))
      #expect(now.contains("pid"))
      #expect(now.contains("oomScore"), "the column that sorts stays")
      last = now
    }
    #expect(Self.fields(30) { $0.sort = .swap }.contains("swap"))
  }

  @Test(arguments: Array(21...220)) func columnsStandBesideEachOther(_ width: Int) {
    let columns = TableLayout(settings: .byScore, width: width).columns
    for (left, right) in zip(columns, columns.dropFirst()) {
      #expect(left.x + left.width + 1 == right.x)
    }
    #expect(columns.last.map { $0.x + $0.width } == width)
  }

  @Test func numbersAreNeverCut() throws {
    var host = MadeUpHost.usual
    host.processes[3].pid = 2_147_483_647
    host.processes[3].rssPages = 1 << 49
    host.replaced["proc/40/oom_score"] = "2147483647\n"
    for unit in Quantity.Unit.allCases {
      var settings = Settings.byScore
      settings.unit = unit
      settings.showsSidePanel = false
      let text = try App.showing(host, settings: settings, width: 200).text
      #expect(text.contains("2147483647 "), "the largest pid")
      #expect(text.contains("2.00E") || text.contains("2147483648.00G"))
      #expect(text.contains("2.1G"), "a score that no kernel gives")
      #expect(!text.contains("…"))
    }
  }

  @Test func wideCharactersAreMeasured() throws {
    var host = MadeUpHost.usual
    host.processes[3].name = "日本語日本語日本語"
    var settings = Settings.byScore
    settings.columns = [.pid, .oomScore, .comm]
    var app = try App.showing(host, settings: settings)
    app = App(
      facts: app.model.facts, settings: settings, glyphs: .unicode, readOnlyReason: nil, width: 24,
      height: 20, timeOffset: 0, characterWidth: { $0.value > 0x3000 ? 2 : 1 }, notices: [])
    try app.take(host)
    var surface = Surface(width: 24, height: 20, columns: app.characterWidth)
    app.draw(into: &surface)
    let line = try #require(surface.lines.first { $0.contains("日") })
    #expect(line.contains("…"))
    #expect(surface.measure(line) <= 24)
  }

  @Test func deniedAndAbsentAreTold() throws {
    var host = MadeUpHost.usual
    host.denied = ["proc/41/statm", "proc/41/oom_score_adj"]
    let line = try #require(
      try App.showing(host).screen().lines.first { $0.hasSuffix("java") })
    #expect(line.contains("denied"))
    #expect(line.contains("den. "))
    let absent = try App.showing().screen().lines.first { $0.hasSuffix("java") }
    #expect(absent?.contains("–") == true)
  }

  @Test(arguments: [(40, 12), (80, 24), (120, 24), (160, 24), (200, 24)])
  func aCommandLineHasRoom(_ width: Int, _ least: Int) throws {
    let app = try App.showing(settings: .standard, width: width)
    let columns = app.table.columns
    #expect(try #require(columns.first { $0.field == .comm }).width >= least)
    #expect(columns.contains { $0.field == .rss } && columns.contains { $0.field == .killRank })
  }

  @Test func aProcessThatJustBeganIsMarked() throws {
    var host = MadeUpHost.usual
    // The host has run for 1000 s.
    host.processes.append(.init(60, "young", start: 99_700))
    host.processes.append(.init(61, "older", start: 99_300))
    let lines = try App.showing(host).screen().lines
    #expect(lines.first { $0.hasSuffix("young") }?.hasPrefix("+") == true)
    #expect(lines.first { $0.hasSuffix("older") }?.hasPrefix(" ") == true)
  }

  @Test func wideTextScrollsAndHeadingsStay() throws {
    var settings = Settings.byScore
    settings.columns = [.pid, .oomScore, .comm]
    settings.showsCommandLine = true
    var app = try App.showing(settings: settings, width: 32)
    #expect(app.text.contains(" postgres --confi…"))
    app.keys(.right)
    #expect(app.text.contains("…"))
    #expect(!app.text.contains(" postgres --confi"))
    #expect(app.text.contains("COMMAND"))
    app.keys(.right, .right, .right, .right)
    #expect(app.text.contains("/etc/postgres"))
    app.keys(.left, .left, .left, .left, .left)
    #expect(app.text.contains(" postgres --confi…"))
  }

  @Test func aTaggedRowReadsWithoutColour() throws {
    var app = try App.showing()
    app.keys(" ")
    #expect(app.screen().lines.contains { $0.hasPrefix("•") && $0.contains("postgres") })
  }

  @Test func headingsNameTheOrder() throws {
    var app = try App.showing()
    #expect(app.text.contains("OOM▼"))
    app.keys("I")
    #expect(app.text.contains("OOM▲"))
    let ascii = try App.showing(glyphs: .ascii)
    #expect(ascii.text.contains("OOMv"))
    #expect(ascii.text.unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test(arguments: [
    ("java", "a Java JAVA", [2..<6, 7..<11]), ("aa", "aaaa", [0..<2, 2..<4]), ("x", "", []),
    ("ü", "Über über", [5..<6]),
  ]) func matchesAreFound(_ wanted: String, _ text: String, _ ranges: [Range<Int>]) throws {
    let match = try #require(TextMatch(wanted))
    #expect(match.ranges(in: Array(text.unicodeScalars)) == ranges)
    #expect(match.isFound(in: text) == !ranges.isEmpty)
  }
}
