import MemtopCore
import Testing

@testable import MemtopUI

/// The header and the state line: what is left where there is little room.
@Suite struct HostPaneTextTests {
  @Test(arguments: [
    (20, "one two three four five", "one two three four…"),
    (18, "one two three four five", "one two three…"),
    (19, "one two three four five", "one two three four…"),
    (23, "one two three four five", "one two three four five"),
    (7, "onetwothree", "onetwo…"),
    (3, "one, two", "on…"),
    (5, "one, two", "one…"),
    (1, "abc", "…"),
    (0, "abc", ""),
  ]) func wordsAreNotCut(_ cells: Int, _ text: String, _ cut: String) {
    #expect(CutText.words(text, to: cells, .unicode) == cut)
    #expect(CutText.words(text, to: cells, .unicode).count <= cells)
  }

  @Test(arguments: [(100, "0.1s"), (250, "0.25s"), (1000, "1.0s"), (60_000, "60s")])
  func intervals(_ milliseconds: Int, _ text: String) {
    #expect(HostHeader.interval(milliseconds) == text)
  }

  @Test(arguments: [
    (80, " memtop  web-07 · Linux 6.12.8 · up 12d 04:11 · /proc 1.0s     05:17:47  ● live"),
    (60, " memtop  web-07 · Linux 6.12.8             05:17:47  ● live"),
    (40, " memtop  web-07        05:17:47  ● live"),
    (30, " memtop  we…  05:17:47  ● live"),
  ]) func whatHasNoRoomIsLeftOut(_ width: Int, _ line: String) {
    let model = HostPaneHost().model(samples: 1)
    #expect(HostPaneGoldenTests.screen(model, (width, 24), .unicode).lines[0] == line)
  }

  @Test func statusAndReadOnlyAreSaid() {
    let model = HostPaneHost().model(samples: 1)
    func header(_ status: HostStatus) -> String {
      HostPaneGoldenTests.screen(model, (100, 24), .unicode, status: status).lines[0]
    }
    #expect(header(.captured).hasSuffix("read-only  05:17:47  captured"))
    #expect(header(.paused).hasSuffix("  05:17:47  paused"))
  }

  @Test func theStateIsReadFirst() {
    for width in [20, 40, 80, 120, 200] {
      let screen = HostPaneGoldenTests.screen(
        HostPaneHost().model(samples: 1), (width, 5), .ascii)
      #expect(screen.lines[0].hasPrefix(" ok HEALTHY"), "\(width)")
    }
  }

  @Test func aRateThatIsNotKnownIsNoZero() {
    let first = HostPaneGoldenTests.screen(
      HostPaneHost().model(samples: 1), (120, 40), .unicode)
    #expect(first.lines[4].contains("│in        –   peak       –"))
    #expect(first.lines[4].contains("some   3.2   0.4   0.2     –"))
    let denied = HostPaneGoldenTests.screen(
      HostPaneHost(vmStat: .denied).model(samples: 3), (120, 40), .unicode)
    #expect(denied.lines[4].contains("│in   denied   peak  denied"))
  }
}
