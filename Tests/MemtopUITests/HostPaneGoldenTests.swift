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

  static func expectScreens(_ host: HostPaneHost, samples: Int, _ name: String) {
    let model = host.model(samples: samples)
    for size in sizes {
      for (glyphs, kind) in [(Glyphs.unicode, "unicode"), (.ascii, "ascii")] {
        expectGolden(
          screen(model, size, glyphs), "host-\(name)-\(size.0)x\(size.1)-\(kind)")
      }
    }
  }

  @Test func withSwap() {
    Self.expectScreens(HostPaneHost(), samples: 75, "swap")
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
