import MemtopCore

/// The numbers that a finding rests on: name, value, a small chart of its past with its scale, and the
/// kernel's source.
struct EvidenceLines {
  let evidence: [Evidence]
  /// The past of those that have one.
  let charts: [Course: [Double?]]
  let context: DialogContext

  /// The cells of a chart; with Braille each holds two columns.
  static let chartWidth = 14
  static let columns = 2 * chartWidth
  private static let gap = 2
  private static let leastSource = 16

  var lines: [DialogLine] {
    let names = evidence.map { context.measure($0.name) }.max() ?? 0
    let values = evidence.map { context.measure($0.text) }.max() ?? 0
    let drawn = evidence.map { chart($0) }
    let scales = drawn.compactMap { $0.map { context.measure($0.scale) } }.max()
    let taken = scales.map { Self.gap + Self.chartWidth + 1 + $0 } ?? 0
    let head = 2 + names + Self.gap + values + taken
    let room = context.textWidth - head - Self.gap
    let blank = String(repeating: " ", count: Self.gap)
    return zip(evidence, drawn).flatMap { one, chart -> [DialogLine] in
      var line = DialogLine("  " + context.padded(one.name, to: names) + blank)
      line.add(context.padded(one.text, to: values, right: true))
      if let chart {
        line.add(blank)
        line.add(chart.text, .available)
        line.add(
          " " + context.padded(chart.scale, to: taken - Self.gap - Self.chartWidth - 1), .dim)
      } else if taken > 0 {
        line.add(String(repeating: " ", count: taken))
      }
      guard room >= Self.leastSource else {
        return [line] + context.wrapped("    " + one.source, .dim)
      }
      let texts = TextWrap.lines(
        context.glyphs.spelled(one.source), width: room, columns: context.columns)
      return texts.enumerated().map { place, text in
        (place == 0 ? line : DialogLine(String(repeating: " ", count: head)))
          .adding(blank + text, .dim)
      }
    }
  }

  /// Nil where there is no past to see yet.
  private func chart(_ one: Evidence) -> (text: String, scale: String)? {
    guard let course = one.course, let values = charts[course] else { return nil }
    let known = values.compactMap(\.self)
    guard known.count > 1, let top = known.max(), let least = known.min() else { return nil }
    // How a size went is to be seen, however little that is of it; what happens begins at none.
    let isLevel = course.unit == "bytes" || course.unit.isEmpty
    let base = isLevel ? least : 0
    // Two columns share a cell whatever it is a chart of: there is little room.
    let text = Sparkline(
      values: values.map { $0.map { $0 - base } }, top: top - base, role: .available, kind: .rate
    ).text(width: Self.chartWidth, context.glyphs)
    guard !text.isEmpty else { return nil }
    let ends = [base, top].map { Evidence.text($0, course.unit) }
    return (text, ends[0] == ends[1] ? "steady" : ends.joined(separator: "-"))
  }
}
