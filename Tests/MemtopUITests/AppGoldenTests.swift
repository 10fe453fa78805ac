import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppGoldenTests {
  private static let host = MadeUpHost(
    MadeUpHost.usual.processes
      + (100..<160).map {
        MadeUpHost.Process(
          Int32($0), ["nginx", "worker", "cron"][$0 % 3], parent: $0 % 5 == 0 ? 1 : 100,
          start: UInt64($0), rssPages: UInt64($0 * 97 % 5000), score: 660 + $0 % 9,
          user: UInt32($0 % 3))
      })

  /// Sampled once, on the largest screen, so that every screen finds its rows read.
  private static let start = Result { try App.showing(host, width: 200, height: 60) }

  private static func app(_ width: Int, _ height: Int, _ glyphs: Glyphs = .unicode) throws -> App {
    var app = try start.get()
    app.glyphs = glyphs
    _ = app.update(.resized(width: width, height: height))
    app.learn(commandLines: [], users: [(0, "root"), (105, "postgres"), (1000, "app")])
    return app
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5)])
  func screens(_ width: Int, _ height: Int) throws {
    expectGoldenWithRoles(
      try Self.app(width, height).screen(), "app-\(width)x\(height)", if: width == 120)
    expectGolden(try Self.app(width, height, .ascii).screen(), "app-\(width)x\(height)-ascii")
  }

  @Test func tree() throws {
    var app = try Self.app(100, 30)
    app.keys("t", .down, " ", .down, "-")
    try app.take(Self.host, seconds: 1001)
    expectGolden(app.screen(), "app-tree")
  }

  @Test func filterThatIsBroken() throws {
    var app = try Self.app(80, 24)
    app.keys("\\")
    app.write("rss>10M rss>1X")
    try app.take(Self.host, seconds: 1001)
    expectGolden(app.screen(), "app-filter")
  }

  @Test func step() throws {
    var app = try Self.app(80, 24)
    app.keys("{")
    expectGoldenWithRoles(app.screen(), "app-step")
  }

  @Test func dialog() throws {
    var app = try Self.app(80, 24)
    app.keys(.function(9))
    expectGolden(app.screen(), "app-dialog")
  }

  @Test func vim() throws {
    var app = try Self.app(120, 20)
    app.settings.vim = true
    expectGolden(app.screen(), "app-vim")
  }

  @Test func readOnly() throws {
    let app = try App.showing(readOnlyReason: "--read-only was given", width: 100, height: 20)
    expectGolden(app.screen(), "app-readonly")
  }
}
