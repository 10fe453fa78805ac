import MemtopCore
import Testing

@testable import MemtopUI

/// Kills that are seen while the dashboard runs.
struct AppKillTests {
  private static let killed = "Out of memory: Killed process 4121 (postgres) total-vm:8kB\n"

  @Test(arguments: [(120, 30), (80, 24), (40, 12), (20, 5)], [Glyphs.unicode, .ascii])
  func aKillTakesTheVerdictsPlace(_ size: (Int, Int), _ glyphs: Glyphs) throws {
    var app = try App.showing(glyphs: glyphs, width: size.0, height: size.1)
    let now = try #require(app.wall)
    #expect(!app.text.contains("KILLED"))
    _ = app.update(.kills(KillNews(seen: KillTexts.kills(Self.killed), at: now, state: .live)))
    _ = app.update(.clock(wall: now + 3_000_000_000))
    let line = try #require(app.screen().lines.first { $0.contains("KILLED") })
    let full = " \(glyphs.critical) KILLED  4121 postgres 3s ago by the kernel (the host was full)"
    let shown = TextWrap.cut(
      full, width: size.0, more: glyphs.more, columns: Surface.narrow)
    #expect(line.trimmed == shown.trimmed)
    #expect(!app.text.contains("HEALTHY"))
    _ = app.update(.clock(wall: now + 10_000_000_000))
    #expect(!app.text.contains("KILLED"))
  }

  @Test func whatWasKilledBeforeTheStartIsNotSaid() throws {
    var app = try App.showing()
    _ = app.update(.kills(KillNews(kills: KillTexts.kills(Self.killed), state: .live)))
    #expect(!app.text.contains("KILLED"))
    #expect(app.kills.entries.count == 1)
  }
}

extension String {
  /// Without the blanks at its end.
  fileprivate var trimmed: Substring {
    self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)]
  }
}
