import MemtopCore

extension Document {
  /// What it says, line by line, without a heading and without columns.
  public var lines: [String] {
    let style = FieldText(now: 0)
    return sections.flatMap(\.parts).flatMap { part -> [String] in
      switch part {
      case .text(let label, let text, _): [(label.map { $0 + ": " } ?? "") + text]
      case .facts(let facts):
        facts.facts.map { "\($0.name) \($0.value.map(style.write) ?? "") \($0.meaning)" }
      case .terms(let terms): terms.map { "\($0.name) \($0.text) \($0.aside ?? "")" }
      case .table(let table):
        [table.columns.map(\.title).joined(separator: "  ")]
          + table.rows.map { row in
            (row.cells.map { $0.text(style, pageSize: table.pageSize) } + [row.label])
              .joined(separator: "  ")
          }
      case .list(let items): items.enumerated().map { "  \($0 + 1). \($1)" }
      case .steps(let steps):
        steps.enumerated().map { "  \($0 + 1). \($1.action): \($1.reason)" }
      case .subjects(let subjects): subjects.map(\.text)
      case .gap: [""]
      }
    }
  }
}
