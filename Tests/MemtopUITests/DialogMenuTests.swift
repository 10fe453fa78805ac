import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogMenuTests {
  /// Keys in the sort menu, and what they lead to; it opens on OOM, largest first.
  static let sorts: [([Key], Field, Bool)] = [
    ([], .oomScore, true),
    ([.character("I")], .oomScore, false),
    ([.character("I"), .character("I")], .oomScore, true),
    ([.home], .pid, false),
    ([.home, .character("I")], .pid, true),
    ([.character("I"), .down], .oomScoreAdj, true),
    ([.character("v")], .virt, true),
    ([.character("R")], .rss, true),
    ([.character("c")], .cgroup, false),
    ([.character("c"), .character("c"), .character("c")], .cmdline, false),
    ([.end], .cmdline, false),
  ]

  @Test(arguments: sorts) func sortMenu(keys: [Key], field: Field, descending: Bool) {
    var harness = DialogHarness(SortMenu(.byScore))
    harness.press(keys)
    #expect(harness.press(.enter) == .sort(field, descending: descending))
    #expect(harness.press(.escape) == .close)
  }

  @Test func theSortMenuKeepsThePresentDirection() {
    var settings = Settings.byScore
    settings.isDescending = false
    var harness = DialogHarness(SortMenu(settings), settings: settings)
    #expect(harness.press(.enter) == .sort(.oomScore, descending: false))
  }

  private static let users: [(uid: UInt32, name: String, count: Int)] = [
    (0, "root", 81), (1000, "app", 1), (33, "www-data", 12), (4_294_967_294, "a\u{1b}[2J", 2),
  ]

  /// Keys in the user menu, the user shown before, and the one chosen.
  static let choices: [([Key], UInt32?, UInt32?)] = [
    ([], nil, nil), ([], 33, 33), ([.down], nil, 0), ([.home], 33, nil),
    ([.character("w")], nil, 33), ([.character("E")], 33, nil), ([.end], nil, 4_294_967_294),
    ([.character("z")], 1000, 1000), ([], 777, nil),
  ]

  @Test(arguments: choices) func userMenu(keys: [Key], current: UInt32?, chosen: UInt32?) {
    var harness = DialogHarness(UserMenu(users: Self.users, current: current))
    harness.press(keys)
    #expect(harness.press(.enter) == .user(chosen))
    #expect(harness.press(.escape) == .close)
  }

  @Test func nobodyAtAll() {
    var harness = DialogHarness(UserMenu(users: [], current: nil))
    harness.press(.down, .end, .character("x"))
    #expect(harness.press(.enter) == .user(nil))
  }

  private static let commands = [
    CommandListing(
      id: "adj", keys: "o", title: "Edit oom_score_adj", help: "Changes who is killed first.",
      group: "Act", disabledReason: "memtop runs with --read-only"),
    CommandListing(
      id: "sort.menu", keys: "F6", title: "Sort menu", help: "Chooses what sorts the table.",
      group: "Table", disabledReason: nil),
    CommandListing(
      id: "sort.invert", keys: "I", title: "Invert the sort", help: "Turns the order round.",
      group: "Table", disabledReason: nil),
    CommandListing(
      id: "quit", keys: "q F10", title: "Quit", help: "Leaves memtop.", group: "Program",
      disabledReason: nil),
  ]

  /// What is typed into the palette, keys after it, and what follows from Enter.
  static let runs: [(String, [Key], DialogStep)] = [
    ("", [.down], .run("sort.menu")),
    ("sort", [], .run("sort.menu")),
    ("sort", [.down], .run("sort.invert")),
    ("SORT inv", [], .run("sort.invert")),
    ("f10", [], .run("quit")),
    ("quitx", [.backspace], .run("quit")),
    ("menu", [.delete], .stay),
    ("adj", [], .stay),
    ("nothing like it", [], .stay),
    ("sort", [.down, .down, .down, .up], .run("sort.menu")),
  ]

  @Test(arguments: runs.indices) func palette(index: Int) {
    let (text, keys, step) = Self.runs[index]
    var harness = DialogHarness(PaletteDialog(Self.commands))
    harness.type(text)
    harness.press(keys)
    #expect(harness.press(.enter) == step)
    #expect(harness.press(.escape) == .close)
  }

  @Test func thePaletteSaysWhyNot() {
    var harness = DialogHarness(PaletteDialog(Self.commands))
    #expect(harness.text.contains("Not now: memtop runs with --read-only."))
    harness.type("no such command")
    #expect(harness.text.contains("No command has these words."))
  }

  @Test func jAndKAreLettersInThePalette() {
    var vi = Settings.byScore
    vi.vim = true
    var harness = DialogHarness(PaletteDialog(Self.commands), settings: vi)
    harness.type("jk")
    #expect(harness.box.typed.text == "jk")
  }

  @Test func outcomesScrollOrClose() {
    let title = "Results"
    var short = DialogHarness(OutcomeDialog(title: title, lines: ["4121 postgres: 0 → 5 done"]))
    #expect(short.press(.down) == .close)
    var long = DialogHarness(
      OutcomeDialog(title: title, lines: (1...50).map { "\($0) worker: gone" }))
    #expect(long.press(.down) == .stay)
    #expect(long.press(.end) == .stay)
    #expect(long.text.contains("50 worker: gone"))
    #expect(long.press(.enter) == .close)
    expectGolden(long.surface, "dialog-outcome")
  }

  @Test func screens() {
    expectGolden(DialogHarness(SortMenu(.byScore)).surface, "dialog-sort")
    expectGolden(
      DialogHarness(UserMenu(users: Self.users, current: 33)).surface, "dialog-user")
    expectGolden(DialogHarness(PaletteDialog(Self.commands)).surface, "dialog-palette")
    expectGolden(
      DialogHarness(PaletteDialog(Self.commands), 20, 5).surface, "dialog-palette-tiny")
  }
}
