import MemtopCore
import Testing

@testable import MemtopUI

/// Every size of screen is drawn, inside its area, with room left for the process table.
@Suite struct HostPaneFuzzTests {
  static let hosts: [(HostPaneHost, samples: Int)] = [
    (HostPaneHost(), 70), (HostPaneHost(), 0), (HostPaneHost(), 1),
    (HostPaneHost(swapTotal: 0, hasPressure: false), 3),
    (HostPaneHost(swapTotal: nil, memInfo: .malformed("proc/meminfo"), name: nil), 2),
    (HostPaneHost(name: String(repeating: "\u{202e}long\u{1b}[2J", count: 40)), 2),
  ]

  @Test func everySize() {
    let models = Self.hosts.map { $0.model(samples: $1) }
    let heights = Array(1...14) + Array(stride(from: 15, through: 70, by: 5))
    for width in 1...250 {
      let glyphs = width % 2 == 0 ? Glyphs.unicode : .ascii
      let unit = Quantity.Unit.allCases[width % Quantity.Unit.allCases.count]
      for height in heights {
        let model = models[(width / 3 + height) % models.count]
        let rows = HostPanes.height(
          width: width, height: height, figures: HostFigures(model))
        #expect(rows >= 1)
        #expect(height < 8 || rows * 2 <= height, "\(width)x\(height)")
        var surface = HostPaneGoldenTests.screen(model, (width, height), glyphs, unit: unit)
        surface.fill(Rect(x: 0, y: 0, width: width, height: rows))
        #expect(surface == Surface(width: width, height: height), "\(width)x\(height)")
      }
    }
  }

  @Test func anyAreaMayBeGiven() {
    let model = HostPaneHost().model(samples: 5)
    for height in 0...30 {
      for width in [0, 1, 7, 40, 99, 100, 120, 250] {
        var surface = Surface(width: width, height: height)
        let context = HostContext(
          settings: .byScore, glyphs: .unicode, status: .paused, interval: 100, wall: -1,
          timeOffset: -3600, readOnlyReason: "--read-only")
        HostPanes.draw(
          HostFigures(model), model.history, context, into: &surface,
          Rect(x: 0, y: 0, width: width, height: height))
        #expect(surface.height == height)
      }
    }
  }

  @Test func aNameFromOutsideIsMadeVisible() {
    let model = HostPaneHost(name: "a\u{1b}[2J\u{202e}b").model(samples: 1)
    let screen = HostPaneGoldenTests.screen(model, (120, 40), .unicode)
    #expect(screen.lines[0].hasPrefix(" memtop  a\\x1b[2J\\u{202e}b "))
  }
}
