import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The memory bar: its cells add up to its width, and it is decoded by its legend.
@Suite struct HostPaneMemoryTests {
  static func parts(_ text: String) throws -> MemoryBreakdown {
    try #require(MemoryBreakdown(MemInfo(Array(text.utf8).span)))
  }

  static let usual = """
    MemTotal: 1000 kB
    MemFree: 250 kB
    Cached: 500 kB
    Shmem: 0 kB
    AnonPages: 247 kB
    SUnreclaim: 2 kB
    Buffers: 1 kB

    """

  @Test(arguments: [0, 1, 2, 3, 10, 13, 54, 99, 250]) func cellsFillTheBar(_ width: Int) throws {
    let texts = [
      Self.usual, "MemTotal: 3 kB\nMemFree: 1 kB\nAnonPages: 1 kB\nBuffers: 1 kB\n",
      "MemTotal: 18446744073709551615\nMemFree: 18446744073709551614\n",
    ]
    for text in texts {
      #expect(MemoryBar.cells(try Self.parts(text), width: width).reduce(0, +) == width)
    }
  }

  @Test func largestRemaindersAreRoundedUp() throws {
    let cells = MemoryBar.cells(try Self.parts(Self.usual), width: 10)
    #expect(cells[MemoryBreakdown.Part.cache.rawValue] == 5)
    #expect(cells[MemoryBreakdown.Part.free.rawValue] == 3)
    #expect(cells[MemoryBreakdown.Part.anon.rawValue] == 2)
    #expect(cells[MemoryBreakdown.Part.buffers.rawValue] == 0)
  }

  /// A part of one column's worth is never rounded away.
  @Test func aPartOfACellIsSeen() throws {
    let cells = MemoryBar.cells(try Self.parts(Self.usual), width: 500)
    #expect(cells[MemoryBreakdown.Part.sUnreclaim.rawValue] == 1)
  }

  @Test(arguments: [(0, 99), (1, 99), (500, 50), (990, 1), (1000, 0)] as [(UInt64, Int)])
  func theMarkIsAtTotalLessAvailable(_ available: UInt64, _ cell: Int) {
    #expect(MemoryBar.mark(available: available, total: 1000, width: 100) == cell)
  }

  @Test func everyPartIsDrawnOnceInItsOrder() {
    let kinds = MemoryKind.all
    #expect(kinds.flatMap(\.parts) == MemoryBreakdown.Part.allCases)
    #expect(Set(kinds.map(\.unicode)).count == kinds.count)
    #expect(Set(kinds.map(\.ascii)).count == kinds.count)
    #expect(kinds.allSatisfy { $0.ascii.isASCII })
  }

  private func legend(
    _ text: String, width: Int, rows: Int = 1
  ) throws -> (labels: [String], lines: [String]) {
    let legend = MemoryLegend(
      try Self.parts(text), width: width, rows: rows, figure: 5, unit: .auto, .unicode)
    var surface = Surface(width: width, height: legend.rows)
    legend.draw(.unicode, into: &surface, surface.bounds)
    return (legend.labels, surface.lines)
  }

  @Test func aLegendNamesWhatIsAHundredthAndMore() throws {
    let text =
      "MemTotal: 100000 kB\nMemFree: 20000 kB\nCached: 42000 kB\nBuffers: 0 kB\n"
      + "AnonPages: 30000 kB\nShmem: 2000 kB\nSUnreclaim: 900 kB\nPageTables: 90 kB\n"
      + "Hugetlb: 5000 kB\n"
    let all = try legend(text, width: 200)
    // The kernel has 990 kB.
    #expect(all.labels == ["anon", "shmem", "huge", "other", "cache", "free"])
    #expect(all.lines[0].contains("anon 29.3M 30 %") && all.lines[0].contains("shmem 1.95M  2 %"))
    #expect(try legend(text, width: 90).labels.count == 6)
    #expect(!(try legend(text, width: 90).lines[0].contains("%")))
    // The smallest goes first: shmem, then the others in turn.
    #expect(try legend(text, width: 75).labels == ["anon", "huge", "other", "cache", "free"])
    #expect(try legend(text, width: 45).labels == ["anon", "cache", "free"])
    #expect(try legend(text, width: 30).labels == ["cache", "free"])
    #expect(try legend(text, width: 3).labels == [])
  }

  @Test func aLegendTakesASecondLineBeforeItLeavesSomethingOut() throws {
    let text =
      "MemTotal: 100000 kB\nMemFree: 20000 kB\nCached: 42000 kB\nAnonPages: 30000 kB\n"
      + "Shmem: 2000 kB\nHugetlb: 5000 kB\n"
    let two = try legend(text, width: 60, rows: 2)
    #expect(two.labels.count == 6 && two.lines.count == 2)
    #expect(two.lines[0].contains("anon") && two.lines[1].contains("shmem"))
    #expect(two.lines[0].contains("30 %"))
    #expect(try legend(text, width: 200, rows: 2).lines.count == 1)
  }

  @Test func whatTheKernelDoesNotTellIsNoZero() throws {
    let line = try legend("MemTotal: 1000 kB\nMemFree: 200 kB\n", width: 120).lines[0]
    #expect(line.contains("█ anon     –") && line.contains("░ cache     –"))
    #expect(!line.contains("shmem"))
  }

  @Test func everyPartIsOneKeyAway() throws {
    var app = try App.showing(width: 120, height: 40)
    app.keys("m")
    #expect(app.text.contains("Memory, part by part") && app.text.contains("All of it: 15.3G"))
    #expect(app.text.contains("page cache"))
    #expect(app.text.contains("Not told here. Huge pages set aside"))
    var host = MadeUpHost.usual
    host.replaced["proc/meminfo"] = "MemTotal: 16000000 kB\nMemFree: 12000000 kB\n"
    try app.take(host, seconds: 1001)
    #expect(app.text.contains("11.4G  75.0 %") || app.text.contains("11.4G   75 %"))
    app.keys("m")
    #expect(app.dialog == nil)
  }

  @Test func everySegmentHasItsOwnRole() throws {
    var surface = Surface(width: 100, height: 1)
    MemoryBar(parts: try Self.parts(Self.usual), glyphs: .unicode)
      .draw(into: &surface, surface.bounds)
    #expect(surface[0, 0].style.role == .memoryAnon)
    #expect(surface[50, 0].style.role == .memoryCache)
    #expect(surface[99, 0].style.role == .memoryFree)
    #expect(surface.lines[0].contains("█anon█"))
  }

  /// The figure stands at the mark's free side.
  @Test func littleAvailableIsMarkedAtTheRight() {
    let host = HostPaneHost(memInfo: .value(MemInfo(Array(Self.short.utf8).span)))
    let screen = HostPaneGoldenTests.screen(host.model(samples: 1), (80, 24), .unicode).lines
    #expect(screen[1].hasPrefix(" ✖ CRITICAL  20K available (2.0 %)"))
    #expect(screen[3].hasSuffix("  available 20K (2.0 %) ▲"))
    #expect(screen[5].hasPrefix(" Avail    20K of 0.98M"))
  }

  private static let short = """
    MemTotal: 1000 kB
    MemFree: 15 kB
    MemAvailable: 20 kB
    Cached: 10 kB
    AnonPages: 900 kB

    """

  /// Two seconds apart.
  private func trend(_ values: [UInt64?]) -> AvailableTrend? {
    AvailableTrend(
      values.enumerated().map { (at: UInt64($0) * 2_000_000_000, available: $1) }, total: 1000)
  }

  @Test func trendsNameTheirTime() {
    #expect(trend([]) == nil)
    #expect(trend([nil, 5]) == nil)
    #expect(trend([100, 900, 120])?.isSteady == true)
    #expect(trend([100, 900, 120])?.text("+20") == "steady for 4s")
    #expect(trend([100, nil, 121])?.text("+21") == "+21 in 4s")
    #expect(trend([500, nil, 400])?.change == -100)
    #expect(trend([0, .max])?.change == .max)
    let long = Array(repeating: UInt64?(500), count: 150)
    #expect(trend(long + [400])?.text("-100") == "-100 in 5m")
  }

  @Test func aForecastStandsInThePlaceOfTheChange() throws {
    func told(_ gone: Double) throws -> AvailableTrend {
      let fall: [(at: UInt64, available: UInt64?)] = [(0, 900), (60_000_000_000, 800)]
      return try #require(AvailableTrend(fall, total: 1000, gone: gone))
    }
    #expect(try told(45).text("-100") == "gone in 45s" && told(45).isPressing)
    #expect(try told(7200).text("-100") == "gone in 2h" && !told(7200).isPressing)
  }

  /// A fall is pressing where it would use up what is left before long, and no rise is.
  @Test func aFallIsPressingByWhatIsLeft() {
    #expect(trend([900, 800])?.isPressing == true)
    #expect(trend([100, 900])?.isPressing == false)
    let slow = Array(repeating: UInt64?(900), count: 300)
    #expect(trend(slow + [800])?.isPressing == false)
    #expect(trend(slow + [400])?.isPressing == true)
  }
}
