import MemtopCore
import Testing

@testable import MemtopUI

/// Charts: newest at the right, gaps where nothing was known, no activity apart from a little.
@Suite struct HostPaneChartTests {
  static func chart(
    _ values: [Double?], top: Double, kind: Sparkline.Kind, width: Int, height: Int,
    _ glyphs: Glyphs
  ) -> [String] {
    var surface = Surface(width: width, height: height)
    Sparkline(values: values, top: top, role: .swapIn, kind: kind)
      .draw(into: &surface, surface.bounds, glyphs)
    return surface.lines
  }

  @Test func oneSampleAColumn() {
    let values: [Double?] = [1, 0, nil, 4, 8, 99]
    #expect(Self.chart(values, top: 8, kind: .level, width: 6, height: 1, .unicode) == ["▁▁ ▄██"])
    #expect(Self.chart(values, top: 8, kind: .rate, width: 6, height: 1, .ascii) == ["._ =##"])
    #expect(Self.chart(values, top: 8, kind: .level, width: 8, height: 1, .unicode) == ["  ▁▁ ▄██"])
    #expect(Self.chart(values, top: 8, kind: .level, width: 2, height: 1, .unicode) == ["██"])
  }

  @Test func twoSamplesAColumnWhereItIsNarrow() {
    #expect(Self.chart([4, 4], top: 4, kind: .rate, width: 1, height: 1, .unicode) == ["⣿"])
    #expect(Self.chart([0, 0], top: 4, kind: .rate, width: 1, height: 1, .unicode) == ["⣀"])
    #expect(Self.chart([0, 0.1], top: 4, kind: .rate, width: 1, height: 1, .unicode) == ["⣠"])
    #expect(Self.chart([nil, 0], top: 4, kind: .rate, width: 1, height: 1, .unicode) == ["⢀"])
    #expect(Self.chart([nil, nil], top: 4, kind: .rate, width: 1, height: 1, .unicode) == [""])
  }

  @Test func moreRowsAreFinerSteps() {
    #expect(
      Self.chart([8, 16, 4], top: 16, kind: .level, width: 3, height: 2, .ascii)
        == [" #", "##="])
    #expect(
      Self.chart([8, 4], top: 8, kind: .rate, width: 1, height: 2, .unicode) == ["⡇", "⣿"])
  }

  @Test func aWideChartHasOneSampleAColumn() {
    let area = Rect(x: 0, y: 0, width: Sparkline.plenty, height: 1)
    #expect(Sparkline.samples(area, .rate, .unicode) == Sparkline.plenty)
    let narrow = Rect(x: 0, y: 0, width: 30, height: 2)
    #expect(Sparkline.samples(narrow, .rate, .unicode) == 60)
    #expect(Sparkline.samples(narrow, .rate, .ascii) == 30)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -5, 1e308])
  func absurdValuesStayInside(_ value: Double) {
    for top in [0, 1, .greatestFiniteMagnitude] {
      let lines = Self.chart([value], top: top, kind: .rate, width: 1, height: 3, .ascii)
      #expect(lines.count == 3)
    }
  }

  /// At 120 columns every chart beside another tells at least a minute of seconds.
  @Test func aMinuteAt120Columns() {
    let inside = HostLayout.sideWidth(120) - 2
    let area = Rect(x: 0, y: 0, width: inside, height: 2)
    #expect(Sparkline.samples(area, .rate, .unicode) >= 60)
  }

  @Test func noiseDoesNotFillAChart() {
    #expect(ChartScale.traffic([]) == 1_048_576)
    #expect(ChartScale.stalls([nil]) == 10)
  }
}
