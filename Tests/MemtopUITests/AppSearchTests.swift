import TestSupport
import Testing

@testable import MemtopUI

struct AppSearchTests {
  @Test func theCursorGoesToWhatIsTyped() throws {
    var app = try App.showing()
    app.keys("/")
    app.write("jav")
    #expect(app.selected == 41)
    app.write("a-")
    #expect(app.selected == 42)
    app.keys(.backspace)
    #expect(app.selected == 41)
    app.keys(.enter)
    #expect(app.search == "java")
    #expect(app.keys("n").isEmpty)
    #expect(app.selected == 42)
    app.keys("n")
    #expect(app.selected == 41)
    app.keys("N")
    #expect(app.selected == 42)
    app.keys(.escape)
    #expect(app.search == nil)
    #expect(app.selected == 42)
  }

  @Test func escapeGoesBackToWhereTheSearchBegan() throws {
    var app = try App.showing()
    app.keys(.down, .down, .function(3))
    app.write("sshd")
    #expect(app.selected == 43)
    app.keys(.escape)
    #expect(app.selected == 42)
    #expect(app.input == nil && app.search == nil)
  }

  @Test func sayThatNothingIsFound() throws {
    var app = try App.showing()
    app.keys("/")
    app.write("zz")
    #expect(app.text.contains("nothing found"))
    #expect(app.selected == 40)
  }

  @Test func matchesAreMarked() throws {
    var app = try App.showing()
    app.keys("/")
    app.write("JAVA")
    let screen = app.screen()
    let marked = screen.cells.filter { $0.style.role == .match }.compactMap(\.scalar)
    #expect(String(String.UnicodeScalarView(marked)) == "javajava")
  }

  @Test func pidsUsersAndCommandLinesAreFoundToo() throws {
    var settings = Settings.byScore
    settings.showsCommandLine = true
    for (text, pid) in [("105", 40), ("/etc/sshd", 43), ("42", 42)] as [(String, Int32)] {
      var app = try App.showing(settings: settings)
      app.keys("/")
      app.write(text)
      #expect(app.selected == pid, "\(text)")
    }
  }

  @Test func aFilterHoldsWhileItIsTyped() throws {
    var app = try App.showing()
    app.keys("\\")
    app.write("rss>1G")
    #expect(app.pids == [41])
    app.keys(.enter)
    #expect(app.input == nil)
    #expect(app.text.contains("filter: rss>1G"))
    #expect(app.text.contains("1 of 5, 1 kernel threads hidden"))
  }

  /// A term that is not finished says nothing yet: neither its name nor its comparison.
  @Test(arguments: ["rss", "rss>", "user", "user=", "cgroup:", "adj<", "pid!"])
  func anUnfinishedTermEmptiesNoList(_ text: String) throws {
    var app = try App.showing()
    app.keys("\\")
    for before in ["", "java "] {
      app.keys(.control("u"))
      app.write(before)
      let pids = app.pids
      #expect(!pids.isEmpty)
      app.write(text)
      #expect(app.pids == pids, "\(before)\(text)")
    }
  }

  /// Kept, a name that no process has is what was asked for.
  @Test func aFieldsNameThatIsKeptIsAText() throws {
    var app = try App.showing()
    app.keys("\\")
    app.write("rss")
    app.keys(.enter)
    #expect(app.pids.isEmpty && app.filter.source == "rss")
  }

  @Test func aBrokenFilterSaysWhyAndKeepsTheLastGoodOne() throws {
    var app = try App.showing()
    app.keys(.function(4))
    app.write("rss>1G")
    app.write(" bogus>1")
    #expect(app.filter.source == "rss>1G")
    #expect(app.text.contains("no field is named 'bogus'"))
    app.keys(.enter)
    #expect(app.input != nil, "Enter keeps no broken filter")
    app.keys(.control("u"), .enter)
    #expect(app.pids.count == 5)
  }

  @Test func escapeRestoresTheFilterBefore() throws {
    var app = try App.showing()
    app.keys("\\")
    app.write("java")
    app.keys(.enter, "\\")
    #expect(app.input?.text == "java")
    app.write("-child")
    #expect(app.pids == [42])
    app.keys(.escape)
    #expect(app.pids == [41, 42])
    #expect(app.filter.source == "java")
  }

  @Test func aFilterAsksForWhatItCompares() throws {
    var app = try App.showing(settings: .withoutKillRank)
    app.keys("\\")
    let effects = app.write("swap>1")
    #expect(effects.contains(.sampleNow))
  }

  @Test func hostileTypingIsShownHarmlessly() throws {
    var app = try App.showing()
    app.keys("\\")
    app.write("\u{202e}x")
    #expect(app.text.contains("\\u{202e}x"))
  }
}
