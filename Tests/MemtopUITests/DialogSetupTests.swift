import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

@Suite struct DialogSetupTests {
  private static func setup(
    _ settings: Settings = .byScore, _ width: Int = 80, _ height: Int = 24,
    glyphs: Glyphs = .unicode, origins: SettingOrigins? = nil, pane: Pane.ID = .processes
  ) -> DialogHarness<SetupDialog> {
    DialogHarness(
      SetupDialog(settings, origins ?? SettingOrigins(settings), pane), width, height,
      glyphs: glyphs, settings: settings)
  }

  private static func keysTo(_ title: String) -> [Key] {
    let lines = Setting.lines.map(\.line.title)
    let options = lines.count - (lines.firstIndex(of: title) ?? 0)
    return [.end] + Array(repeating: .up, count: options - 1)
  }

  @Test(arguments: [Key.enter, .function(10)]) func savesWhatItWasGiven(key: Key) {
    var harness = Self.setup()
    #expect(harness.press(key) == .settings(.byScore))
  }

  @Test func escapeDropsEverything() {
    var harness = Self.setup()
    harness.press(.character(" "), .right)
    #expect(harness.press(.escape) == .close)
  }

  @Test func spaceHidesAndShowsColumns() {
    var harness = Self.setup()
    harness.press(.down, .character(" "))
    var wanted = Settings.byScore
    wanted.columns.removeAll { $0 == .user }
    #expect(harness.press(.enter) == .settings(wanted))
    harness.press(.character(" "))
    #expect(harness.press(.enter) == .settings(.byScore))
  }

  @Test(arguments: [(Key.right, Key.left), (.character(">"), .character("<"))])
  func columnsMoveWithTheCursor(right: Key, left: Key) {
    var harness = Self.setup()
    harness.press(right, right)
    #expect(harness.box.columns.chosen.prefix(3) == ["user", "killRank", "pid"])
    harness.press(left)
    #expect(harness.box.columns.chosen.prefix(3) == ["user", "pid", "killRank"])
    harness.press(.home, left)
    #expect(harness.box.columns.chosen.prefix(3) == ["user", "pid", "killRank"])
  }

  @Test func aHiddenColumnIsShownWhereItWasMovedTo() {
    var harness = Self.setup()
    let at = harness.box.columns.order.firstIndex { $0.id == "anon" } ?? 0
    harness.press(Array(repeating: .down, count: at) + Array(repeating: .left, count: at))
    harness.press(.character(" "))
    #expect(harness.box.columns.chosen.first == "anon")
    #expect(harness.box.columns.chosen.count == Settings.byScore.columns.count + 1)
  }

  @Test func theLastColumnStays() {
    var settings = Settings.byScore
    settings.columns = [.rss]
    var harness = Self.setup(settings)
    harness.press(.character(" "))
    #expect(harness.text.contains("At least one column must stay."))
    #expect(harness.press(.enter) == .settings(settings))
    harness.press(.down)
    #expect(!harness.text.contains("At least one column must stay."))
  }

  @Test func everyFieldIsThereOnce() {
    let ids = Self.setup().box.columns.order.map(\.id)
    #expect(ids.sorted() == Field.all.map(\.id).sorted())
  }

  /// Each pane's columns are chosen in the pane.
  @Test(arguments: Pane.ID.allCases) func aPanesOwnColumnsAreChosen(_ pane: Pane.ID) throws {
    let all = Pane.of(pane).columns
    var harness = Self.setup(.standard, pane: pane)
    #expect(harness.box.columns.chosen == all.standard)
    #expect(Set(harness.box.columns.order.map(\.id)) == Set(all.all.map(\.id)))
    #expect(harness.text.contains(all.title + ", the first one leftmost"))
    // The second is first then, and what was first is gone.
    harness.press(.right, .character(" "))
    guard case .settings(let changed) = harness.press(.enter) else {
      Issue.record("it is saved")
      return
    }
    #expect(changed.columnIDs(of: pane) == Array(all.standard.dropFirst()))
    // The config file keeps it, and says no to what there is not.
    let setting = try #require(Setting.named(all.setting))
    var read = Settings.standard
    #expect(setting.read(setting.write(changed), &read) && read == changed)
    #expect(!setting.read(.list(["nothing"]), &read) && !setting.read(.list([]), &read))
    #expect(read == changed)
    #expect(setting.read(setting.write(.standard), &read) && read == .standard)
  }

  /// What was chosen is what the pane shows, in that order, and nothing else.
  @Test(arguments: [
    (Pane.ID.processes, ["rss", "pid", "comm"], ["RSS", "PID", "COMMAND"]),
    (.victims, ["pid", "rank", "anon", "comm"], ["PID", "RANK", "ANON", "COMMAND"]),
    (.groups, ["processes", "kind", "low"], ["NAME", "PROCS", "KIND", "LOW"]),
    (.kernel, ["objects", "size"], ["CACHE", "OBJECTS", "SIZE"]),
    (.events, ["name", "rss", "time"], ["NAME", "RSS", "TIME"]),
  ])
  func thePaneShowsWhatWasChosen(_ pane: Pane.ID, _ ids: [String], _ titles: [String]) throws {
    var settings = Settings.byScore
    settings.choose(ids, of: pane)
    var app = try App.showing(settings: settings, width: 100, height: 60)
    app.keys(Pane.of(pane).key)
    if pane == .groups { _ = app.update(.groups(.tree(try GroupsPaneTests.tree()))) }
    if pane == .kernel {
      var reader = KernelReader()
      _ = app.update(
        .kernel(reader.read(try KernelRoot(CapturedSeries.trees(in: KernelPaneTests.series)[0]))))
    }
    let headings = app.screen().lines.map { line in
      line.filter { $0 != "▲" && $0 != "▼" }.split(separator: " ").map(String.init)
    }
    #expect(headings.contains(titles))
  }

  @Test func theNameOfAVictimStays() throws {
    var harness = Self.setup(.standard, pane: .victims)
    let place = try #require(harness.box.columns.order.firstIndex { $0.id == "comm" })
    harness.press(Array(repeating: .down, count: place) + [.character(" ")])
    #expect(harness.text.contains("This column must stay."))
    var settings = Settings.standard
    #expect(Setting.named("victim-columns")?.read(.list(["PID", "rank"]), &settings) == true)
    #expect(settings.columnIDs(of: .victims) == ["pid", "rank", "comm"])
    // ADJ is the heading of another.
    #expect(Setting.named("victim-columns")?.read(.list(["adj", "comm"]), &settings) == true)
    #expect(settings.columnIDs(of: .victims) == ["adj", "comm"])
  }

  /// An option, keys on it, and what becomes of the settings.
  static let changes: [(String, [Key], @Sendable (inout Settings) -> Void)] = [
    ("Sizes", [.right], { $0.unit = .kib }),
    ("Sizes", [.left], { $0.unit = .bytes }),
    ("Colours", [.character(" ")], { $0.theme = Theme.all[1].name }),
    ("Colours", Array(repeating: .right, count: Theme.all.count), { $0.theme = "default" }),
    ("Interval", [.right], { $0.interval = 2000 }),
    ("Interval", [.left, .left], { $0.interval = 200 }),
    ("Kernel threads", [.character(" ")], { $0.showsKernelThreads = true }),
    ("Full command line", [.right], { $0.showsCommandLine = true }),
    ("Tree", [.left], { $0.isTree = true }),
    ("Group by", [.right, .right], { $0.grouping = .user }),
    ("Side panel", [.character(" ")], { $0.showsSidePanel = false }),
    ("vi keys", [.character(" "), .character(" ")], { $0.vim = false }),
    ("vi keys", [.character(" ")], { $0.vim = true }),
  ]

  @Test(arguments: changes.indices) func optionsChange(index: Int) {
    let (title, keys, change) = Self.changes[index]
    var harness = Self.setup()
    harness.press(Self.keysTo(title) + keys)
    var wanted = Settings.byScore
    change(&wanted)
    #expect(harness.press(.enter) == .settings(wanted))
  }

  @Test func aThemeThatIsNotListedIsNamedAndLeft() {
    var settings = Settings.byScore
    settings.theme = "mine"
    var harness = Self.setup(settings)
    harness.press(Self.keysTo("Colours"))
    #expect(harness.text.contains("< mine >"))
    harness.press(.right)
    #expect(harness.box.settings.theme == "default")
  }

  @Test func theTableIsComplete() {
    let lines = Setting.lines.map(\.line)
    #expect(Set(lines.map(\.title)).count == lines.count)
    for line in lines {
      #expect(!line.section.isEmpty)
      #expect(!line.help(.byScore).isEmpty)
    }
  }

  /// What is chosen here is told from what the file and the command line chose.
  @Test func eachValueSaysWhereItComesFrom() {
    var settings = Settings.byScore
    settings.theme = "mono"
    settings.vim = true
    settings.isTree = true
    let origins = SettingOrigins(
      settings, file: ["theme", "vim", "columns"], commandLine: ["vim"])
    var harness = Self.setup(settings, 100, 40, origins: origins)
    harness.press(Self.keysTo("Tree") + [.character(" ")])
    func says(_ title: String, _ origin: SettingOrigin) -> Bool {
      harness.text.split(separator: "\n").contains {
        $0.contains(title) && $0.contains(origin.rawValue)
      }
    }
    #expect(says("Colours", .file) && says("vi keys", .commandLine))
    #expect(says("Tree", .here) && says("Sizes", .standard))
    harness.press(.home)
    #expect(says("Columns, the first one leftmost", .file))
    harness.press(.character(" "))
    #expect(says("Columns, the first one leftmost", .here))
  }

  /// The command line's options are those that the parser knows; the parser's tests say so of the other end.
  @Test func noTwoSettingsHaveTheSameOption() {
    let options = Setting.all.compactMap(\.option)
    #expect(Set(options).count == options.count)
  }

  @Test func screens() {
    var harness = Self.setup()
    expectGolden(harness.surface, "dialog-setup")
    harness.press(Self.keysTo("Colours") + [.right])
    #expect(harness.text.contains("light: dark colours"))
    expectGolden(harness.surface, "dialog-setup-options")
    expectGolden(Self.setup(.byScore, 20, 5, glyphs: .ascii).surface, "dialog-setup-tiny")
  }
}
