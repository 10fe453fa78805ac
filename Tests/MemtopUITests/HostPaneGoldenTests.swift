import MemtopCore
import Testing

@testable import MemtopUI

/// The host panes as text, in the sizes that people have.
@Suite struct HostPaneGoldenTests {
  static let sizes = [(80, 24), (120, 40), (200, 60), (40, 12), (20, 5), (100, 30)]

  static func screen(
    _ model: Model, _ size: (width: Int, height: Int), _ glyphs: Glyphs,
    status: HostStatus = .live, unit: Quantity.Unit = .auto
  ) -> Surface {
    var surface = Surface(width: size.width, height: size.height)
    var settings = Settings.byScore
    settings.unit = unit
    let context = HostContext(
      settings: settings, glyphs: glyphs, status: status, interval: 1000,
      wall: 1_768_277_867_000_000_000, timeOffset: 3600,
      readOnlyReason: status == .captured ? "a captured tree" : nil)
    let figures = HostFigures(model)
    let height = HostPanes.height(width: size.width, height: size.height, figures: figures)
    HostPanes.draw(
      figures, model.history, context, into: &surface,
      Rect(x: 0, y: 0, width: size.width, height: height))
    return surface
  }

  /// The usual host is kept in every size and both sets of glyphs, others in the sizes that differ.
  static func expectScreens(
    _ host: HostPaneHost, samples: Int, _ name: String, isWhole: Bool = false
  ) {
    let model = host.model(samples: samples)
    for size in isWhole ? sizes : Array(sizes.prefix(4)) {
      expectGolden(
        screen(model, size, .unicode), "host-\(name)-\(size.0)x\(size.1)-unicode")
    }
    for size in sizes {
      let plain = screen(model, size, .ascii)
      #expect(plain.lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
      if isWhole { expectGolden(plain, "host-\(name)-\(size.0)x\(size.1)-ascii") }
    }
  }

  @Test func withSwap() {
    Self.expectScreens(HostPaneHost(), samples: 75, "swap", isWhole: true)
  }

  @Test func withoutSwap() {
    Self.expectScreens(HostPaneHost(swapTotal: 0), samples: 3, "noswap")
  }

  @Test func withoutPressure() {
    Self.expectScreens(HostPaneHost(hasPressure: false), samples: 75, "nopsi")
  }

  @Test func withoutSwapAndPressure() {
    Self.expectScreens(
      HostPaneHost(swapTotal: 0, hasPressure: false), samples: 75, "noswap-nopsi")
  }

  @Test func nothingReadable() {
    Self.expectScreens(
      HostPaneHost(hasPressure: false, memInfo: .denied, name: nil), samples: 2, "denied")
  }

  @Test func beforeTheFirstSample() {
    Self.expectScreens(HostPaneHost(), samples: 0, "empty")
  }
}
