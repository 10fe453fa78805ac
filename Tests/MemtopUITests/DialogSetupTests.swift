import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogSetupTests {
  private static func setup(
    _ settings: Settings = .byScore, _ width: Int = 80, _ height: Int = 24,
    glyphs: Glyphs = .unicode, origins: SettingOrigins? = nil
  ) -> DialogHarness<SetupDialog> {
    DialogHarness(
      SetupDialog(settings, origins ?? SettingOrigins(settings)), width, height, glyphs: glyphs,
      settings: settings)
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
    #expect(harness.box.columns.chosen.prefix(3) == [.user, .killRank, .pid])
    harness.press(left)
    #expect(harness.box.columns.chosen.prefix(3) == [.user, .pid, .killRank])
    harness.press(.home, left)
    #expect(harness.box.columns.chosen.prefix(3) == [.user, .pid, .killRank])
  }

  @Test func aHiddenColumnIsShownWhereItWasMovedTo() {
    var harness = Self.setup()
    let at = harness.box.columns.order.firstIndex(of: .anon) ?? 0
    harness.press(Array(repeating: .down, count: at) + Array(repeating: .left, count: at))
    harness.press(.character(" "))
    #expect(harness.box.columns.chosen.first == .anon)
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
    let fields = Self.setup().box.columns.order
    #expect(fields.count == Field.all.count)
    #expect(Field.all.allSatisfy { field in fields.count { $0 == field } == 1 })
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
