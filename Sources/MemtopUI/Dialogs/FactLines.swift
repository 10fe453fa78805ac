import MemtopCore

/// Lines of a dialog that name something, say its number and what it means.
struct FactLines {
  struct Fact {
    var name: String
    /// Nil where the number is not known; the meaning says why then.
    var value: String?
    /// Its past, between the number and the meaning.
    var chart: FactChart?
    var meaning: String
    var role = Role.dim
  }

  private static let gap = 2

  /// What an act would do.
  static func make(_ lines: [AboutLine], _ context: DialogContext) -> [DialogLine] {
    make(
      lines.map { Fact(name: $0.about, meaning: $0.text, role: $0.isGrave ? .bad : .plain) },
      context)
  }

  static func make(_ facts: [Fact], _ context: DialogContext) -> [DialogLine] {
    each(facts, context).flatMap(\.self)
  }

  /// The lines of each fact, in columns that all have.
  static func each(_ facts: [Fact], _ context: DialogContext) -> [[DialogLine]] {
    let names = facts.map { context.measure($0.name) }.max() ?? 0
    // Where nothing has a number there is no column for it.
    let hasValues = facts.contains { $0.value != nil }
    let values =
      hasValues ? facts.map { context.measure($0.value ?? context.glyphs.absent) }.max() ?? 0 : 0
    let scales = facts.compactMap { $0.chart.map { context.measure($0.scale) } }.max()
    let charts = scales.map { gap + FactChart.width + 1 + $0 } ?? 0
    let head = names + (values > 0 ? gap + values : 0) + charts
    let room = context.textWidth - head - gap
    let blank = String(repeating: " ", count: gap)
    return facts.map { fact -> [DialogLine] in
      var line = DialogLine(context.padded(fact.name, to: names))
      if values > 0 {
        let value = fact.value ?? context.glyphs.absent
        line.add(blank + context.padded(value, to: values, right: true))
      }
      if let chart = fact.chart {
        line.add(blank)
        line.add(chart.text, .available)
        line.add(" " + context.padded(chart.scale, to: charts - gap - FactChart.width - 1), .dim)
      } else if charts > 0 {
        line.add(String(repeating: " ", count: charts))
      }
      // Too narrow for a column of its own: the meaning goes below.
      guard room >= 20 else { return [line] + context.wrapped(fact.meaning, fact.role) }
      let texts = TextWrap.lines(
        context.glyphs.spelled(fact.meaning), width: room, columns: context.columns)
      return texts.enumerated().map { place, text in
        (place == 0 ? line : DialogLine(String(repeating: " ", count: head)))
          .adding(blank + text, fact.role)
      }
    }
  }
}
