import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import MemtopUI

struct AppFuzzTests {
  /// The same numbers in every run.
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(sides))
    }
  }

  private static let keys: [Key] =
    [
      .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .backTab, .enter, .escape,
      .backspace, .delete, .insert,
    ] + (1...12).map(Key.function) + (0x20..<0x7f).map { .character(Unicode.Scalar($0)) }

  @Test func everySizeIsDrawn() throws {
    for glyphs in [Glyphs.unicode, .ascii] {
      var app = try App.showing(glyphs: glyphs)
      app.keys(" ", "(")
      for width in Array(0...60) + [80, 133, 250] {
        for height in 0...50 where height < 14 || height % 6 == 0 {
          _ = app.update(.resized(width: width, height: height))
          #expect(app.screen().height == height)
          #expect(app.rowsOnScreen.count <= max(0, height))
        }
      }
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func anyKeysCanBeTyped(_ seed: UInt64) throws {
    var dice = Dice(state: seed)
    var app = try App.showing()
    let empty = MadeUpHost([])
    for turn in 0..<1500 {
      switch dice.roll(30) {
      case 0:
        _ = app.update(.resized(width: dice.roll(140), height: dice.roll(50)))
      case 1:
        let at = Point(x: dice.roll(140), y: dice.roll(50))
        let acts: [Mouse.Act] = [.press, .wheelUp, .wheelDown]
        _ = app.update(.mouse(Mouse(acts[dice.roll(3)], at: at)))
      case 2 where turn % 10 == 0:
        try app.take(dice.roll(4) == 0 ? empty : .usual, seconds: 1000 + UInt64(turn))
      default:
        let effects = app.update(.key(Self.keys[dice.roll(Self.keys.count)]))
        for case .hold(let processes) in effects {
          _ = app.update(.held(processes.map(Self.held)))
        }
        for case .carryOut(.adj(let edits, let undoes)) in effects {
          let outcomes = edits.map { AdjOutcome(edit: $0, before: $0.old, result: .done) }
          _ = app.update(.adjusted(outcomes, undoes: undoes))
        }
      }
      if turn % 7 == 0 { _ = app.screen() }
    }
    #expect(app.selection.cursor >= 0)
  }

  private static func held(_ process: ProcessID) -> HeldProcess {
    HeldProcess(
      process: process, name: "x", isThere: process.pid % 2 == 0, adj: 0, owner: 0,
      sharers: MemorySharers(),
      rights: AdjRights(canLower: true, overridesOwners: true, user: 0))
  }

  @Test func tenThousandProcessesAreShown() throws {
    var app = try App.showing(MadeUpHost([]))
    var sample = Crowd.sample(10_000)
    app.absorb(&sample)
    app.keys(.end)
    #expect(app.selection.cursor == 9999)
    app.keys("t", "/")
    app.write("9999")
    #expect(app.selected == 9999)
    #expect(app.text.contains("1 Processes  10000"))
  }
}
