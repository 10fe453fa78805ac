import LinuxKernel
import MemtopCore
import Testing

@testable import MemtopUI

@Suite struct DialogPageTests {
  private static let wide: Surface.CharacterWidth = { $0.value >= 0x1100 ? 2 : 1 }

  static let wrapCases: [(String, Int, [String])] = [
    ("", 10, [""]),
    ("one two three", 7, ["one two", "three"]),
    ("one two three", 100, ["one two three"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a bcdefgh", 4, ["a", "bcde", "fgh"]),
    ("漢字漢字", 5, ["漢字", "漢字"]),
    ("   spaced    out  ", 20, ["spaced out"]),
  ]

  @Test(arguments: wrapCases) func wraps(text: String, width: Int, lines: [String]) {
    #expect(TextWrap.lines(text, width: width, columns: Self.wide) == lines)
  }

  static let cutCases: [(String, Int, String)] = [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字漢", 5, "漢字…"), ("漢字漢", 4, "漢…"),
    ("abc", 0, ""), ("abc", 1, "…"),
  ]

  @Test(arguments: cutCases) func cuts(text: String, width: Int, result: String) {
    // The ellipsis itself takes one cell.
    let columns: Surface.CharacterWidth = { $0 == "…" ? 1 : Self.wide($0) }
    #expect(TextWrap.cut(text, width: width, more: "…", columns: columns) == result)
  }

  @Test func asciiScreensGetAsciiSigns() {
    #expect(Glyphs.ascii.spelled("0 → 5 – Δ/min × …") == "0 -> 5 - d/min x ~")
    #expect(Glyphs.ascii.spelled("naïve 漢") == "na?ve ?")
    #expect(Glyphs.unicode.spelled("0 → 5") == "0 → 5")
  }

  @Test func namesFromOutsideAreMadeVisible() throws {
    let evil = "a\u{1b}]52;c;\u{7}\u{202e}\u{200b}b"
    let row = AdjPlan.Row(process: DialogCase.id(7), name: evil, adj: 0)
    var adj = DialogHarness(AdjPrompt(rows: [row]))
    adj.receive(.held([DialogCase.held(row)]))
    var signal = DialogHarness(SignalMenu(processes: [(row.process, evil)]))
    signal.press(.enter)
    let outcome = DialogHarness(OutcomeDialog(title: "Results", lines: [evil]))
    let user = DialogHarness(UserMenu(users: [(7, evil, 1)], current: nil))
    let undo = DialogHarness(UndoPrompt([DialogCase.edit(row, 5)]))
    for text in [adj.text, signal.text, outcome.text, user.text, undo.text] {
      #expect(text.contains("a\\x1b]52"))
      #expect(!text.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{200b}" })
    }
  }

  /// Every kind of dialog, open and in use.
  private static func everyDialog(_ context: DialogContext) -> [any Dialog] {
    let rows = (1...30).map {
      AdjPlan.Row(process: DialogCase.id(Int32($0) * 1111), name: "漢worker\($0)", adj: Int32($0))
    }
    let held = Message.held(rows.map { DialogCase.held($0) })
    let done = Message.adjusted(rows.map { DialogCase.outcome($0, 5, .done) })
    var adj = AdjPrompt(rows: rows, totalBytes: 1 << 34)
    let waiting = adj
    _ = adj.receive(held, context)
    var applied = adj
    for key: Key in [.character("-"), .character("5"), .enter] { _ = applied.update(key, context) }
    let writing = applied
    _ = applied.receive(done, context)
    var signal = SignalMenu(processes: rows.map { ($0.process, $0.name) })
    let choosing = signal
    _ = signal.update(.enter, context)
    let undo = UndoPrompt(rows.map { DialogCase.edit($0, 5) })
    let commands = (1...20).map {
      CommandListing(
        id: "id\($0)", keys: "F\($0)", title: "Title \($0)", help: "Help.",
        group: "Group \($0 % 3)",
        disabledReason: $0 % 4 == 0 ? "not here" : nil)
    }
    return [
      waiting, adj, writing, applied, choosing, signal, undo,
      SetupDialog(.standard, SettingOrigins(.standard), .processes), SortMenu(.standard),
      UserMenu(users: [(0, "root", 3)], current: 0), IntervalPrompt(current: 1000),
      HelpDialog(commands, pane: "Processes", keys: commands), PaletteDialog(commands),
      OutcomeDialog(title: "Results", lines: rows.map(\.name)), OutcomeDialog(title: "", lines: []),
    ]
  }

  private static let sizes =
    [
      (0, 0), (1, 1), (2, 1), (1, 9), (3, 2), (18, 1), (18, 2), (18, 3), (19, 4), (23, 5), (24, 6),
      (29, 3), (30, 12), (38, 9), (78, 21), (118, 37), (198, 57),
    ].enumerated().map { ($1.0, $1.1, $0 % 2 == 0) }

  /// Whatever the size and whatever is typed: it draws inside its area, and nothing breaks.
  @Test(arguments: sizes) func staysInside(width: Int, height: Int, isUnicode: Bool) throws {
    let context = DialogContext(
      settings: .byScore, glyphs: isUnicode ? .unicode : .ascii, readOnlyReason: nil,
      room: (width, height), columns: Self.wide)
    let keys: [Key] = [
      .down, .right, .pageDown, .end, .up, .character("5"), .character("/"), .character("x"),
      .backspace, .tab, .home, .left, .pageUp, .character(" "), .delete, .function(5),
    ]
    for var dialog in Self.everyDialog(context) {
      for key in [nil] + keys.map(Optional.some) {
        if let key { _ = dialog.update(key, context) }
        let wanted = dialog.size(in: context)
        #expect(wanted.width <= width && wanted.height <= height)
        var surface = Surface(
          width: wanted.width + 4, height: wanted.height + 4, columns: Self.wide)
        surface.fill(surface.bounds, "#")
        let area = Rect(x: 2, y: 2, width: wanted.width, height: wanted.height)
        dialog.draw(into: &surface, area, context)
        if !Self.margin(of: surface).allSatisfy({ $0.scalar == "#" }) {
          Issue.record("\(type(of: dialog)) drew outside its area after \(String(describing: key))")
          return
        }
        if let cursor = surface.cursor, area.width > 0 { #expect(area.contains(cursor)) }
      }
    }
  }

  /// The two cells along each edge.
  private static func margin(of surface: Surface) -> [Cell] {
    let width = surface.width
    return Array(surface.cells.prefix(2 * width)) + Array(surface.cells.suffix(2 * width))
      + (2..<surface.height - 2).flatMap { y in
        [0, 1, width - 2, width - 1].map { surface[$0, y] }
      }
  }
}
