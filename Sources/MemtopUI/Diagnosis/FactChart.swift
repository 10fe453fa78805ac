import MemtopCore

/// The past of a number that a finding rests on, beside it: a small chart with its scale.
struct FactChart {
  /// Cells; with Braille each holds two columns.
  static let width = 14
  static let columns = 2 * width

  let text: String
  let scale: String

  /// Nil where there is no past to see yet.
  init?(_ course: Course, _ values: [Double?], _ glyphs: Glyphs) {
    let known = values.compactMap(\.self)
    guard known.count > 1, let top = known.max(), let least = known.min() else { return nil }
    // How a size went is to be seen, however little that is of it; what happens begins at none.
    let isLevel = course.unit == "bytes" || course.unit.isEmpty
    let base = isLevel ? least : 0
    // Two columns share a cell whatever it is a chart of: there is little room.
    text = Sparkline(
      values: values.map { $0.map { $0 - base } }, top: top - base, role: .available, kind: .rate
    ).text(width: Self.width, glyphs)
    guard !text.isEmpty else { return nil }
    let ends = [base, top].map { Evidence.text($0, course.unit) }
    scale = ends[0] == ends[1] ? "steady" : ends.joined(separator: "-")
  }
}
