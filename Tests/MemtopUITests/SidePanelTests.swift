import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

/// What wide screens say of the process under the cursor beside the list.
@Suite struct SidePanelTests {
  private func panel(_ app: App) -> [String] {
    let side = app.layout.side
    return app.screen().lines.dropFirst(side.y).prefix(side.height).map { line in
      String(line.unicodeScalars.dropFirst(side.x).map(Character.init))
    }
  }

  @Test func itFollowsTheCursor() throws {
    var app = try App.showing(width: 160, height: 50)
    #expect(app.layout.side.width == 48 && app.layout.rows.width == 112)
    app.keys(.down)
    let name = try #require(app.selected)
    #expect(panel(app).first?.hasPrefix("│ \(name) ") == true)
    let text = panel(app).joined(separator: "\n")
    #expect(text.contains("Why this score") && text.contains("Its memory"))
    app.keys(.down)
    #expect(panel(app).first?.hasPrefix("│ \(try #require(app.selected)) ") == true)
  }

  @Test func itSaysWhereTheRestIs() throws {
    let app = try App.showing(width: 160, height: 24)
    #expect(panel(app).last?.contains("x has ") == true)
  }

  @Test func narrowScreensAndOtherPanesHaveNone() throws {
    #expect(try App.showing(width: 159).layout.side.width == 0)
    var app = try App.showing(width: 160)
    app.keys("5")
    #expect(app.layout.side.width == 0 && app.layout.rows.width == 160)
    var settings = Settings.byScore
    settings.showsSidePanel = false
    #expect(try App.showing(settings: settings, width: 200).layout.side.width == 0)
  }

  @Test func whatItSaysIsReadForItsRowOnly() throws {
    var app = try App.showing(width: 160)
    app.keys(.down)
    var asked: [(rows: [Int], files: Int)] = []
    app.complete { _, rows, files in asked.append((rows, files == ExplainedProcess.files ? 1 : 0)) }
    #expect(asked.last?.files == 1 && asked.last?.rows.count == 1)
  }
}

@Suite struct CommandTextTests {
  @Test(arguments: [
    ("/usr/bin/java -jar a.jar", "/usr/bin/", "java"), ("java -jar /a/b", "", "java"),
    ("sshd: /usr/sbin/sshd -D", "", "sshd:"), ("./run", "./", "run"), ("", "", ""),
    ("/opt/", "/opt/", ""),
  ])
  func theProgramsNameIsSetApart(_ text: String, _ path: String, _ name: String) {
    let parts = CommandText.parts(text)
    #expect(parts.path == path && parts.name == name)
  }

  @Test func aBlankCommandLineHidesNoName() throws {
    var host = MadeUpHost.usual
    host.replaced["proc/41/cmdline"] = "   \u{0}"
    var settings = Settings.byScore
    settings.showsCommandLine = true
    #expect(try App.showing(host, settings: settings).text.contains(" java\n"))
  }

  @Test func onTheScreen() throws {
    var host = MadeUpHost.usual
    host.replaced["proc/41/cmdline"] = "/usr/bin/java\u{0}-jar\u{0}shop.jar\u{0}"
    var settings = Settings.byScore
    settings.columns = [.pid, .cmdline]
    let app = try App.showing(host, settings: settings)
    let screen = app.screen()
    let y = try #require(screen.lines.firstIndex { $0.contains("/usr/bin/java -jar") })
    let line = screen.lines[y]
    let x = line.unicodeScalars.distance(
      from: line.startIndex, to: try #require(line.range(of: "/usr/bin/java")).lowerBound)
    #expect(screen[x, y].style.role == .dim)
    #expect(screen[x + 9, y].style.role == .accent)
    #expect(screen[x + 14, y].style.role == .plain)
  }
}
