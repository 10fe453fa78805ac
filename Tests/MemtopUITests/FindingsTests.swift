import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// The verdict on the screen: when the host is judged, the state line, and the page of findings.
@Suite struct FindingsTests {
  /// A sample is taken and, as the loop does, judged where that is due.
  ///
  /// - Returns: whether it was.
  @discardableResult
  private func take(_ available: Int, second: Int, _ app: inout App) throws -> Bool {
    let host = DangerScreenTests.host(available: available)
    try app.take(host, seconds: UInt64(1000 + second))
    return try host.withRoot(seconds: UInt64(1000 + second)) { root in
      guard app.isDiagnosisDue else { return false }
      var reader = DiagnosisReader(root)
      app.judge(reader.facts(app.model))
      return true
    }
  }

  private func stateLine(_ app: App) -> String { app.screen().lines[1] }

  private func app(width: Int = 120, height: Int = 40) throws -> App {
    try App.showing(
      DangerScreenTests.host(available: 9_000_000), settings: .standard, width: width,
      height: height)
  }

  @Test func aHostThatIsWellIsJudgedNowAndThen() throws {
    var app = try app()
    let judged = try (1...25).filter { try take(9_000_000, second: $0, &app) }
    #expect(judged.count >= 3 && judged.count <= 4, "\(judged)")
    app.keys("d")
    #expect(try take(9_000_000, second: 26, &app), "whoever looks wants the newest")
    app.keys(.escape)
    #expect(app.dialog == nil)
  }

  @Test func aShortageIsJudgedAtOnceAndHeldAgainstFlapping() throws {
    var app = try app()
    for second in 1...12 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("HEALTHY"))
    for second in 13...15 {
      #expect(try take(300_000, second: second, &app), "second \(second)")
    }
    #expect(stateLine(app).contains("CRITICAL"))
    for second in 16...20 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("CRITICAL"), "a short rest is no recovery")
    for second in 21...40 { try take(9_000_000, second: second, &app) }
    #expect(stateLine(app).contains("HEALTHY"))
  }

  @Test func theTimeThatATroubleHasLastedIsSaid() throws {
    var app = try app(width: 250)
    for second in 1...200 { try take(300_000, second: second, &app) }
    #expect(stateLine(app).contains("For 3 min."), "\(stateLine(app))")
  }

  @Test(arguments: [(80, 24), (120, 40)]) func screens(width: Int, height: Int) throws {
    var app = try app(width: width, height: height)
    for second in 1...20 { try take(1_100_000 - second * 20_000, second: second, &app) }
    app.keys("d")
    expectGolden(app.screen(), "findings-\(width)x\(height)")
    app.keys(.end)
    expectGolden(app.screen(), "findings-\(width)x\(height)-end")
    app.keys("d")
    #expect(app.dialog == nil)
  }

  @Test func beforeTheFirstJudgementItSaysSo() throws {
    var app = try app()
    app.keys("d")
    #expect(app.text.contains("judged with the second sample"))
  }
}
