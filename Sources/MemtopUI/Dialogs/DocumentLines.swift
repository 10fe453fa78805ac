import MemtopCore

/// A document's parts as lines of a dialog.
struct DocumentLines {
  /// Within the indent.
  private let context: DialogContext
  private let style: FieldText
  /// Cells that a sentence may have.
  private let width: Int
  private let indent: Int
  private let charts: [Course: [Double?]]

  /// - Parameters:
  ///   - width: of sentences; nil for one that is easily read.
  ///   - unit: of values; nil for that of the settings.
  ///   - indent: cells by which what is below a title is moved in.
  ///   - charts: the past of facts that have one.
  init(
    _ given: DialogContext, width: Int? = nil, unit: Quantity.Unit? = nil, indent: Int = 0,
    charts: [Course: [Double?]] = [:]
  ) {
    var context = given
    context.mostTextWidth -= indent
    context.room.width -= indent
    self.context = context
    self.indent = indent
    self.charts = charts
    self.width = width.map { $0 - indent } ?? context.textWidth
    style = FieldText(
      unit: unit ?? context.settings.unit, now: 0, absent: context.glyphs.absent)
  }

  /// Sections below each other, each with its title.
  func lines(_ sections: [DocumentSection]) -> [DialogLine] {
    var lines: [DialogLine] = []
    for section in sections {
      if !lines.isEmpty { lines.append(DialogLine()) }
      if let title = title(of: section) { lines.append(title) }
      lines += self.lines(section.parts)
    }
    return lines
  }

  /// Nil where it has none.
  func title(of section: DocumentSection) -> DialogLine? {
    guard let text = section.title else { return nil }
    var title = DialogLine(text, section.role.look, bold: true)
    if !section.aside.isEmpty { title.add("  " + section.aside, .dim) }
    if section.isLate { title.add("  waiting for the kernel…", .dim) }
    return title
  }

  /// Somebody whom a section is about; the first behind a word that says so.
  func lines(of subject: Subject, isFirst: Bool) -> [DialogLine] {
    moved(self.subject(subject, isFirst: isFirst))
  }

  private func subject(_ subject: Subject, isFirst: Bool) -> [DialogLine] {
    wrapped(subject.text, .plain, behind: isFirst ? "who: " : "     ")
  }

  private func lines(_ steps: [Advice]) -> [DialogLine] {
    steps.enumerated().flatMap { number, step in
      wrapped("\(step.action): \(step.reason)", .plain, behind: "\(number + 1). ")
        + (step.command.map { wrapped($0, .accent, behind: "   ") } ?? [])
    }
  }

  func lines(_ parts: [DocumentPart]) -> [DialogLine] {
    parts.flatMap { moved(lines($0)) }
  }

  private func moved(_ lines: [DialogLine]) -> [DialogLine] {
    guard indent > 0 else { return lines }
    return lines.map { line in
      var line = line
      line.pieces.insert(
        .init(text: String(repeating: " ", count: indent), style: Style(.plain)), at: 0)
      return line
    }
  }

  private func lines(_ part: DocumentPart) -> [DialogLine] {
    switch part {
    case .text(let label, let text, let role):
      wrapped((label.map { $0 + ": " } ?? "") + text, role)
    case .facts(let facts): lines(facts)
    case .terms(let terms): terms.flatMap { lines($0) }
    case .table(let table): lines(table)
    case .list(let items):
      items.enumerated().flatMap { wrapped("\($0 + 1). \($1)", .plain, behind: "  ") }
    case .steps(let steps): lines(steps)
    case .subjects(let subjects):
      subjects.indices.flatMap { subject(subjects[$0], isFirst: $0 == 0) }
    case .gap: [DialogLine()]
    }
  }

  /// - Parameter head: in front of the first line; the others begin below what is behind it.
  private func wrapped(_ text: String, _ role: DocumentRole, behind head: String = "")
    -> [DialogLine]
  {
    let texts = TextWrap.lines(
      context.glyphs.spelled(text), width: width - head.count, columns: context.columns)
    let blank = String(repeating: " ", count: head.count)
    return texts.enumerated().map { DialogLine(($0 == 0 ? head : blank) + $1, role.look) }
  }

  private func lines(_ facts: DocumentFacts) -> [DialogLine] {
    let rows = facts.facts.map { fact in
      FactLines.Fact(
        name: context.padded(fact.name, to: facts.nameWidth),
        value: fact.value.map { $0 == .absent ? nil : style.write($0) } ?? "",
        chart: fact.course.flatMap { course in
          charts[course].flatMap { FactChart(course, $0, context.glyphs) }
        }, meaning: fact.meaning, role: fact.role.look)
    }
    return zip(facts.facts, FactLines.each(rows, context)).flatMap { fact, all in
      var lines = Array(all.prefix(facts.longest))
      if all.count > facts.longest, let last = lines.indices.last {
        lines[last].add(context.glyphs.more)
      }
      if let remark = fact.remark, let last = lines.indices.last {
        lines[last].add("  " + remark, .dim)
      }
      return lines
    }
  }
}

// MARK: Terms

extension DocumentLines {
  /// Wide enough for most names; longer ones have a line of their own.
  private static let nameWidth = 14

  private func lines(_ term: DocumentTerm) -> [DialogLine] {
    let indent = context.textWidth >= 2 * Self.nameWidth ? Self.nameWidth : 2
    let blank = String(repeating: " ", count: indent)
    func paragraph(_ text: String, _ role: Role) -> [DialogLine] {
      TextWrap.lines(
        context.glyphs.spelled(text), width: context.textWidth - indent, columns: context.columns
      ).map { DialogLine(blank).adding($0, role) }
    }
    var lines = paragraph(term.text, .plain) + (term.aside.map { paragraph($0, .dim) } ?? [])
    if context.measure(term.name) < indent {
      lines[0].pieces[0] = .init(
        text: context.padded(term.name, to: indent), style: Style(.key))
    } else {
      lines.insert(DialogLine(term.name, .key), at: 0)
    }
    return lines
  }
}

extension DocumentRole {
  var look: Role {
    switch self {
    case .plain: .plain
    case .quiet: .dim
    case .accent: .accent
    case .good: .good
    case .warn: .warn
    case .bad: .bad
    }
  }
}

// MARK: Tables

extension DocumentLines {
  private func lines(_ table: DocumentTable) -> [DialogLine] {
    if table.labelTitle != nil { return linesWithLabelsBehind(table) }
    let all = Array(table.columns.indices)
    let main = all.filter { !table.columns[$0].isSpare }
    let hasAll = main.count == all.count || isWide && fits(table, all[...])
    var rest = (hasAll ? all : main)[...]
    guard table.overflow == .continued else {
      return ColumnLines.make(rows(table, rest), context)
    }
    var lines: [DialogLine] = []
    while !rest.isEmpty {
      let count = (1...rest.count).last { fits(table, rest.prefix($0)) } ?? 1
      if !lines.isEmpty { lines.append(DialogLine()) }
      lines += ColumnLines.make(rows(table, rest.prefix(count)), context)
      rest = rest.dropFirst(count)
    }
    return lines
  }

  /// So much of a label tells it from the others.
  private static let tellingText = 12
  private static let longestTitle = 14

  private var isWide: Bool { context.textWidth >= 54 }

  private func fits(_ table: DocumentTable, _ columns: ArraySlice<Int>) -> Bool {
    ColumnLines.fit(rows(table, columns), tellingText: Self.tellingText, context)
  }

  private func rows(_ table: DocumentTable, _ columns: ArraySlice<Int>) -> [ColumnLines.Row] {
    let heading = ColumnLines.Row(
      text: "",
      numbers: columns.map { context.cutInFront(table.columns[$0].title, to: Self.longestTitle) },
      role: .tableHeader)
    return [heading]
      + table.rows.map { row in
        ColumnLines.Row(
          text: String(repeating: "  ", count: row.depth) + row.label,
          numbers: columns.map { text(row.cells[$0], table) }, role: row.role.look,
          isBold: row.isBold, keepsEnd: row.keepsEnd)
      }
  }

  private func text(_ cell: DocumentTable.Cell, _ table: DocumentTable) -> String {
    cell.text(style, pageSize: table.pageSize)
  }

  /// What stands behind is cut where the line ends.
  private func linesWithLabelsBehind(_ table: DocumentTable) -> [DialogLine] {
    let titles = table.columns.map(\.title) + [table.labelTitle ?? ""]
    let rows = [titles] + table.rows.map { row in row.cells.map { text($0, table) } + [row.label] }
    let widths = table.columns.indices.map { column in
      rows.map { context.measure($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map { context.padded($0, to: $1, right: true) }
      return DialogLine(context.cut((cells + row.suffix(1)).joined(separator: "  "), to: width))
    }
  }
}
