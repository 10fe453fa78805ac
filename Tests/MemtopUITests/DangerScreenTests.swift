import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// What the screen says first when memory is short: who dies, and whose growth it is.
@Suite struct DangerScreenTests {
  static func host(available: Int, javaPages: UInt64 = 700_000) -> MadeUpHost {
    var host = MadeUpHost.usual
    host.replaced["proc/meminfo"] = """
      MemTotal:       16000000 kB
      MemFree:          100000 kB
      MemAvailable:   \(available) kB
      Cached:           100000 kB
      AnonPages:      15000000 kB
      SwapTotal:             0 kB
      SwapFree:              0 kB

      """
    if let java = host.processes.firstIndex(where: { $0.name == "java" }) {
      host.processes[java].rssPages = javaPages
    }
    return host
  }

  private func line(_ label: String, _ app: App) -> String? {
    app.screen().lines.first { $0.contains("   " + label + " ") }
  }

  /// A host that loses 40,000 kB a second for 20 s, while java gains so many pages a second.
  private func falling(pagesOfJava gain: UInt64) throws -> App {
    var app = try App.showing(
      Self.host(available: 9_000_000), settings: .standard, width: 80)
    for second in 1...20 {
      try app.take(
        Self.host(
          available: 9_000_000 - second * 40_000, javaPages: 700_000 + UInt64(second) * gain),
        seconds: UInt64(1000 + second))
    }
    return app
  }

  @Test(arguments: [80, 120, 200]) func theFirstThatEndTheShortageAreNamed(width: Int) throws {
    let app = try App.showing(
      Self.host(available: 1_000_000), settings: .standard, width: width, height: 40)
    let dying = try #require(line("dies next", app))
    #expect(dying.contains("dies next  41 java: "))
    #expect(dying.contains("come back"))
    #expect(!dying.contains("postgres"))
    expectGolden(app.screen(), "danger-\(width)x40")
  }

  @Test func whereAllTogetherDoNotSufficeThatIsSaid() throws {
    let app = try App.showing(
      Self.host(available: 1000, javaPages: 7000), settings: .standard, width: 120)
    let dying = try #require(line("dies next", app))
    #expect(dying.contains("only ") && dying.contains("come back"))
  }

  @Test func whoDiesStandsOutInTheTable() throws {
    let app = try App.showing(Self.host(available: 1_000_000), settings: .standard, width: 120)
    let screen = app.screen()
    let row = try #require(screen.lines.lastIndex { $0.contains(" 41 ") && $0.contains("java") })
    let other = try #require(screen.lines.lastIndex { $0.contains("postgres") })
    func roles(_ y: Int) -> Set<Role> { Set((0..<screen.width).map { screen[$0, y].style.role }) }
    #expect(roles(row).contains(.bad))
    #expect(!roles(other).contains(.bad))
  }

  @Test func aHealthyHostHasNeitherLine() throws {
    let app = try App.showing(Self.host(available: 9_000_000), settings: .standard, width: 80)
    #expect(line("dies next", app) == nil && line("cause", app) == nil)
  }

  @Test func whoGrowsAsMemoryFallsIsTheCause() throws {
    let cause = try #require(line("cause", falling(pagesOfJava: 10_000)))
    #expect(cause.contains("41 java +2.29G/min"))
    #expect(cause.contains("available -2.29G/min"))
  }

  /// Nobody is named for a fall that his growth does not explain.
  @Test func aSmallGrowthIsNoCause() throws {
    #expect(try line("cause", falling(pagesOfJava: 1000)) == nil)
  }
}
