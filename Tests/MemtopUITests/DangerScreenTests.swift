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

  /// Postgres is the first to die now, and java, which grows, once memory has run out.
  @Test func whoDiesWhenItRunsOutIsARankOfItsOwn() throws {
    func host(_ second: UInt64) -> MadeUpHost {
      var host = Self.host(
        available: 9_000_000 - Int(second) * 40_000, javaPages: 100_000 + second * 10_000)
      if let postgres = host.processes.firstIndex(where: { $0.name == "postgres" }) {
        host.processes[postgres].rssPages = 700_000
      }
      return host
    }
    var app = try App.showing(host(0), settings: .standard, width: 120)
    /// What the table's line of a process begins with.
    func words(_ pid: String) throws -> [Substring] {
      let lines = app.screen().lines.map { $0.split(separator: " ") }
      return try #require(
        lines.first {
          $0.first?.first?.isNumber == true && $0.prefix(3).contains(Substring(pid))
        })
    }
    app.keys("2")
    #expect(!app.text.contains("AT END"), "nothing is foretold yet")
    app.keys("1")
    #expect(try words("41").first == "2")
    for second: UInt64 in 1...20 { try app.take(host(second), seconds: 1000 + second) }
    #expect(app.model.forecast != nil)
    #expect(try words("40").first == "1›2")
    #expect(try words("41").first == "2›1")
    #expect(try words("42").first == "3")
    app.keys("2")
    #expect(app.text.contains("RANK AT END"))
    #expect(try words("40").prefix(2) == ["1", "2"])
    #expect(try words("41").prefix(2) == ["2", "1"])
    // It fell, and falls no more: the column stays for a while.
    var stayed: UInt64 = 0
    for second: UInt64 in 21...90 {
      try app.take(host(20), seconds: 1000 + second)
      if app.model.forecast == nil, app.text.contains("RANK AT END") { stayed += 1 }
    }
    #expect(app.model.forecast == nil)
    #expect((28...31).contains(stayed))
    #expect(!app.text.contains("AT END"))
    // A series may hold another boot.
    try app.take(host(20), seconds: 5)
    #expect(!app.text.contains("AT END"))
  }

  @Test(arguments: [80, 120, 200]) func theFirstThatEndTheShortageAreNamed(width: Int) throws {
    let app = try App.showing(
      Self.host(available: 1_000_000), settings: .standard, width: width, height: 40)
    let dying = try #require(line("dies next", app))
    #expect(dying.contains("dies next  41 java: "))
    #expect(dying.contains("come back"))
    #expect(!dying.contains("postgres"))
    expectGoldenWithRoles(app.screen(), "danger-\(width)x40")
  }

  @Test func whereAllTogetherDoNotSufficeThatIsSaid() throws {
    let app = try App.showing(
      Self.host(available: 1000, javaPages: 7000), settings: .standard, width: 120)
    let dying = try #require(line("dies next", app))
    #expect(dying.contains("only ") && dying.contains("come back"))
  }

  /// The usual host, whose java has a group of its own with so much of its limit in use.
  private func host(inGroup held: Int, cache: Int = 0) -> MadeUpHost {
    var host = MadeUpHost.usual
    host.replaced["proc/self/mountinfo"] = "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
    host.replaced["proc/41/cgroup"] = "0::/system.slice/api.service\n"
    let folder = "sys/fs/cgroup/system.slice/api.service/memory."
    for (file, text) in [
      "max": "3000000000", "current": "\(held)",
      "stat":
        "anon \(held)\nactive_file \(cache)\ninactive_file 0\nactive_anon \(held)\ninactive_anon 0",
      "events": "max 0\noom_kill 0", "swap.max": "max", "swap.current": "0", "oom.group": "0",
    ] {
      host.replaced[folder + file] = text + "\n"
    }
    return host
  }

  private func judged(_ host: MadeUpHost, width: Int) throws -> App {
    var app = try App.showing(host, settings: .standard, width: width, height: 30)
    for second: UInt64 in [1001, 1002] {
      try app.take(host, seconds: second)
      try host.withRoot(seconds: second) { root in
        var reader = DiagnosisReader(root)
        app.judge(reader.facts(app.model))
      }
    }
    try app.take(host, seconds: 1003)
    return app
  }

  @Test(arguments: [80, 120]) func theGroupNearItsLimitIsShownWithWhoWouldDie(width: Int) throws {
    let app = try judged(host(inGroup: 2_900_000_000), width: width)
    let near = try #require(line("near limit", app))
    #expect(near.contains("api.service 2.70G of 2.79G (97 %): 41 java would die"))
  }

  @Test func aGroupFullOfCacheIsNotNearItsLimit() throws {
    let app = try judged(host(inGroup: 2_990_000_000, cache: 1_500_000_000), width: 80)
    #expect(line("near limit", app) == nil)
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
