import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogHelpTests {
  private static let commands = [
    CommandListing(
      id: "down", keys: "Down", title: "Down", help: "Moves the cursor down.", group: "Move",
      disabledReason: nil),
    CommandListing(
      id: "help", keys: "F1 h ?", title: "Help", help: "Shows this.", group: "Program",
      disabledReason: nil),
    CommandListing(
      id: "up", keys: "Up", title: "Up", help: "Moves the cursor up.", group: "Move",
      disabledReason: nil),
    CommandListing(
      id: "adj", keys: "o", title: "Edit oom_score_adj", help: "Changes who is killed first.",
      group: "Act", disabledReason: "memtop runs with --read-only"),
  ]

  private static func help(
    _ width: Int = 80, _ height: Int = 24, glyphs: Glyphs = .unicode
  ) -> DialogHarness<HelpDialog> {
    DialogHarness(
      HelpDialog(commands, pane: "Processes", keys: commands), width, height, glyphs: glyphs)
  }

  /// All of it on one endless screen.
  private static let all = help(100, 1000).text

  @Test func everyCommandStandsInItsGroup() {
    let groups = Self.all.split(separator: "\n").filter { $0.contains("Keys: ") }
    #expect(groups.count == 3)
    for command in Self.commands { #expect(Self.all.contains(command.help)) }
    #expect(Self.all.contains("Not now: memtop runs with --read-only."))
  }

  @Test func everyColumnHasItsHelpAndSource() {
    let words = Self.all.split { " \n│".contains($0) }.joined(separator: " ")
    for field in Field.all {
      #expect(words.contains(field.help.split(separator: " ").joined(separator: " ")))
      #expect(words.contains("Source: \(field.source)."))
    }
  }

  @Test func everyPartOfTheBarIsNamedAsInItsLegend() {
    let parts = MemoryKind.all.flatMap(\.parts)
    #expect(Set(parts) == Set(MemoryBreakdown.Part.allCases))
    #expect(Set(MemoryKind.all.map(\.label)).count == MemoryKind.all.count)
    for part in parts { #expect(Self.all.contains(MemoryPartText.meaning(part).prefix(40))) }
    for kind in MemoryKind.all {
      #expect(Self.all.contains("│ \(kind.fill(.unicode)) \(kind.label) "))
    }
  }

  /// What comes first are the keys of the pane, in two columns, and where the rest is.
  @Test(arguments: Pane.ID.allCases) func theFirstPageIsThePanesKeys(_ pane: Pane.ID) throws {
    var app = try App.showing(width: 80, height: 24)
    app.keys(Pane.of(pane).key, "?")
    let first = Command.mostImportant(in: pane)
    // Events has fewer keys than the page has room for.
    #expect((12...15).contains(first.count))
    for command in first {
      #expect(command.panes?.contains(pane) ?? true, "\(command.id)")
      #expect(app.text.contains(command.title), "\(command.title)")
    }
    let lines = app.text.split(separator: "\n").map(String.init)
    let heading = try #require(lines.firstIndex { $0.contains("Keys of \(Pane.of(pane).title)") })
    let second = first[(first.count + 1) / 2]
    #expect(
      lines[heading + 1].contains(first[0].title) && lines[heading + 1].contains(second.title))
    #expect(lines.contains { $0.contains("Further down: all keys, all columns") })
  }

  @Test func scrollsToTheEndAndNoFurther() {
    var harness = Self.help()
    harness.press(.end)
    let end = harness.text
    #expect(end.contains("It is not zero."))
    harness.press(.down, .pageDown)
    #expect(harness.text == end)
    harness.press(.up)
    #expect(harness.text != end)
    harness.press(.home)
    #expect(harness.text == Self.help().text)
  }

  @Test func searchesAsItIsTyped() {
    var harness = Self.help()
    harness.type("/promised")
    #expect(harness.text.contains("Only promised address space") || harness.text.contains("VIRT"))
    let first = harness.box.top
    harness.press(.enter)
    harness.type("n")
    let second = harness.box.top
    #expect(second != first)
    harness.type("N")
    #expect(harness.box.top == first)
    #expect(harness.press(.escape) == .stay)
    #expect(harness.press(.escape) == .close)
  }

  @Test func whatIsNotThereIsSaid() {
    var harness = Self.help()
    harness.type("/zzz")
    #expect(harness.text.contains("not in the help"))
    #expect(harness.press(.escape) == .stay)
    #expect(!harness.text.contains("zzz"))
  }

  @Test(arguments: [Key.escape, .enter, .function(1), .character("q"), .character("?")])
  func closes(key: Key) {
    var harness = Self.help()
    #expect(harness.press(key) == .close)
  }

  @Test func lettersAreTypedWhileSearching() {
    var harness = Self.help()
    #expect(harness.type("/qnh?") == .stay)
    #expect(harness.box.search.text == "qnh?")
  }

  @Test func screens() {
    expectGolden(Self.help().surface, "dialog-help")
    let some: Set = ["pid", "rss", "growth"]
    let tables = Pane.all.map(\.columns).map { table in
      table.setting != "columns"
        ? table
        : PaneColumns(
          setting: table.setting, title: table.title,
          all: table.all.filter { some.contains($0.id) }, standard: [])
    }
    let whole = DialogHarness(
      HelpDialog(Self.commands, pane: "Events", keys: Self.commands, tables), 100, 110)
    expectGolden(whole.surface, "dialog-help-whole")
    var ascii = Self.help(80, 24, glyphs: .ascii)
    ascii.type("/badness")
    expectGolden(ascii.surface, "dialog-help-search-ascii")
    expectGolden(Self.help(20, 5).surface, "dialog-help-tiny")
  }
}
