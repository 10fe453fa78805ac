import LinuxKernel
import MemtopCore
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

  @Test(arguments: [[MemoryKind.single, MemoryKind.grouped]])
  func everyPartIsDrawnOnceInItsOrder(_ tables: [[MemoryKind]]) {
    for kinds in tables {
      #expect(kinds.flatMap(\.parts) == MemoryBreakdown.Part.allCases)
      #expect(Set(kinds.map(\.unicode)).count == kinds.count)
      #expect(Set(kinds.map(\.ascii)).count == kinds.count)
      #expect(kinds.allSatisfy { $0.ascii.isASCII })
    }
  }

  @Test func aLegendGetsAsFineAsItsRoom() {
    func labels(_ width: Int, _ rows: Int) -> [String] {
      MemoryLegend(width: width, rows: rows, figure: 5).kinds.map(\.label)
    }
    #expect(labels(200, 1).count == MemoryKind.single.count)
    #expect(labels(54, 4).count == MemoryKind.single.count)
    #expect(labels(54, 2) == MemoryKind.grouped.map(\.label))
    #expect(labels(78, 1) == ["anon", "shmem", "kern", "cache", "free"])
    #expect(labels(60, 1) == ["anon", "kern", "cache", "free"])
    #expect(labels(30, 1) == ["cache", "free"])
    #expect(labels(3, 1) == [])
  }

  @Test func whatTheKernelDoesNotTellIsNoZero() throws {
    var surface = Surface(width: 120, height: 2)
    let legend = MemoryLegend(width: 120, rows: 2, figure: 5)
    legend.draw(
      try Self.parts(Self.usual), unit: .auto, .unicode, into: &surface, surface.bounds)
    #expect(surface.lines.joined().contains("p pgtab     –"))
    #expect(surface.lines.joined().contains("▓ shmem     0"))
  }

  @Test func everySegmentHasItsOwnRole() throws {
    var surface = Surface(width: 100, height: 1)
    MemoryBar(parts: try Self.parts(Self.usual), kinds: MemoryKind.single, glyphs: .unicode)
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
