import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The past in the charts: how long a column is, and the cursor that reads one out.
@Suite struct ChartReadingTests {
  /// An app after so many seconds in which 10 MiB a second are taken.
  private func app(
    _ seconds: Int, width: Int = 100, height: Int = 30, _ glyphs: Glyphs = .unicode
  ) throws -> App {
    let host = { (second: Int) in
      DangerScreenTests.host(available: 14_000_000 - second * 10_240)
    }
    var app = try App.showing(
      host(0), settings: .withoutKillRank, glyphs: glyphs, width: width, height: height)
    for second in 1..<seconds { try app.take(host(second), seconds: UInt64(1000 + second)) }
    return app
  }

  @Test func theColumnUnderTheCursorIsReadOut() throws {
    var app = try app(30)
    app.keys("H")
    #expect(app.chartReading?.hasPrefix("22:30:29, now: available 13.1G") == true)
    app.keys(.left, .left, .left)
    let reading = try #require(app.chartReading)
    #expect(reading.hasPrefix("22:30:26, 3 s ago: available 13.1G"), "\(reading)")
    #expect(app.text.contains(reading.prefix(40)))
    app.keys(.right)
    #expect(app.chartReading?.contains("2 s ago") == true)
    app.keys(.home)
    #expect(app.chartReading?.contains("29 s ago") == true)
    app.keys(.left, .pageUp)
    #expect(app.chartReading?.contains("29 s ago") == true, "there is no older one")
    app.keys(.pageDown)
    #expect(app.chartReading?.contains("19 s ago") == true)
    app.keys(.end, .escape)
    #expect(app.chartReading == nil && app.charts.cursor == nil)
  }

  @Test func aCoarseColumnTellsItsMeanAndItsWorst() throws {
    var app = try app(125)
    app.keys("v", "H", .left)
    // Seconds 1110 to 1119: the least is the last.
    let column = try #require(
      app.model.history.columns(.available, per: .tenSeconds, 1, before: 1).first)
    #expect(column.worst == Double((14_000_000 - 119 * 10_240) * 1024))
    #expect(column.mean == Double((14_000_000 * 2 - 229 * 10_240) * 1024) / 2)
    app.keys("v")
    #expect(app.charts.resolution == .minute)
    let reading = try #require(app.chartReading)
    #expect(reading.contains("available 12.4G (least 12."), "\(reading)")
    app.keys("v")
    #expect(app.charts.resolution == .second)
  }

  @Test func theCursorStaysOnItsMomentWhileSamplesCome() throws {
    var app = try app(30)
    app.keys("H", .left, .left)
    let cursor = app.charts.cursor
    try app.take(DangerScreenTests.host(available: 9_000_000), seconds: 1030)
    #expect(app.charts.cursor == cursor)
    #expect(app.chartReading?.contains("3 s ago") == true)
  }

  @Test func theTableIsStillMovedInWhileAColumnIsRead() throws {
    var app = try app(5)
    app.keys("H", .left)
    let cursor = app.charts.cursor
    let before = app.selected
    app.keys(.down)
    #expect(app.selected != before && app.charts.cursor == cursor)
    app.keys("d", .escape)
    #expect(app.charts.cursor == cursor)
  }

  /// A chart that is too short for the column that is read moves back to it.
  @Test func whatIsReadIsSeen() throws {
    let history = try app(150).model.history
    var view = ChartView()
    view.read(100, history)
    let past = ChartPast(history, view, 60)
    for count in [20, 60, 101, 120] {
      let shown = past.shown(count)
      let age = try #require(shown.age)
      let columns = shown[.available]
      #expect(
        columns.count == min(count, columns.count)
          && columns.indices.contains(columns.count - 1 - age))
      #expect(columns[columns.count - 1 - age].time.lowerBound == view.cursor)
    }
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(width: Int, height: Int) throws {
    var app = try app(125, width: width, height: height)
    app.keys("v", "H", .left, .left, .left)
    expectGolden(app.screen(), "charts-read-\(width)x\(height)")
    var plain = try self.app(125, width: width, height: height, .ascii)
    plain.keys("v", "H", .left, .left, .left)
    expectGolden(plain.screen(), "charts-read-\(width)x\(height)-ascii")
  }

  @Test func nothingIsReadBeforeTheFirstSample() throws {
    var app = App(
      facts: try app(1).model.facts, settings: .standard, glyphs: .unicode, readOnlyReason: nil,
      width: 80, height: 24, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    app.keys("H")
    #expect(app.charts.cursor == nil && app.text.contains("nothing was sampled yet"))
  }
}
