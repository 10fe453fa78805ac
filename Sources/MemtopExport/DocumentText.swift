import MemtopCore

/// A document for people: plain text, or Markdown.
public struct DocumentText {
  private let terminal: TerminalText
  private let isMarkdown: Bool
  private let style: FieldText

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///     Markdown is always UTF-8.
  ///   - measure: how many cells a text takes.
  public init(isMarkdown: Bool, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.isMarkdown = isMarkdown
    terminal = TerminalText(isUnicode: isUnicode || isMarkdown, measure: measure)
    style = FieldText(now: 0, absent: terminal.isUnicode ? "–" : "-")
  }

  /// Writes the document.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ document: Document, to output: consuming ChunkedOutput) throws {
    var output = output
    for line in lines(document) { output.put(line + "\n") }
    try output.finish()
  }

  func lines(_ document: Document) -> [String] {
    var lines = isMarkdown ? ["# " + shown(document.title)] : []
    for section in document.sections {
      if !lines.isEmpty { lines.append("") }
      if let title = section.title {
        lines += heading(
          shown([title, section.aside].filter { !$0.isEmpty }.joined(separator: ", ")))
      }
      for (number, part) in section.parts.enumerated() {
        // Paragraphs, tables and lists of Markdown stand apart.
        if isMarkdown, number > 0, part != .gap { lines.append("") }
        lines += self.lines(part)
      }
    }
    return lines
  }

  private func heading(_ title: String) -> [String] {
    isMarkdown ? ["## " + title, ""] : [title]
  }

  private func lines(_ part: DocumentPart) -> [String] {
    switch part {
    case .text(let label, let text, _):
      let head = label.map { isMarkdown ? "**\(shown($0)):** " : shown($0) + ": " } ?? ""
      return [head + shown(text)]
    case .facts(let facts): return lines(facts)
    case .terms(let terms):
      return terms.flatMap { term -> [String] in
        let texts = ([term.text] + (term.aside.map { [$0] } ?? [])).map { shown($0) }
        guard isMarkdown else { return [shown(term.name)] + texts.map { "    " + $0 } }
        return ["- **\(shown(term.name))** " + texts.joined(separator: " ")]
      }
    case .table(let table): return lines(table)
    case .list(let items):
      return items.enumerated().map { (isMarkdown ? "" : "  ") + "\($0 + 1). " + shown($1) }
    case .subjects(let subjects):
      return lines(.text(label: "who", subjects.map(\.text).joined(separator: ", ")))
    case .steps(let steps):
      return steps.enumerated().flatMap { number, step -> [String] in
        let text = "\(number + 1). " + shown(step.action + ": " + step.reason)
        guard let command = step.command else { return [isMarkdown ? text : "  " + text] }
        return isMarkdown ? [text + ": " + code(command)] : ["  " + text, "     " + shown(command)]
      }
    case .gap: return isMarkdown ? [] : [""]
    }
  }

  private func lines(_ facts: DocumentFacts) -> [String] {
    let hasValues = facts.facts.contains { $0.value != nil }
    let rows = facts.facts.map { fact in
      [fact.name] + (hasValues ? [fact.value.map(style.write) ?? ""] : [])
        + [fact.meaning + (fact.remark.map { "  " + $0 } ?? "")]
    }
    let sides = [false] + (hasValues ? [true] : []) + [false]
    guard isMarkdown else { return aligned(rows, alignsRight: sides) }
    return markdown([sides.map { _ in "" }] + rows, alignsRight: sides)
  }

  private func lines(_ table: DocumentTable) -> [String] {
    let cells = table.rows.map { row in
      row.cells.map { $0.text(style, pageSize: table.pageSize) }
    }
    let titles = table.columns.map(\.title)
    let numbers = table.columns.map { !$0.isText }
    func label(_ row: DocumentTable.Row) -> String {
      String(repeating: isMarkdown ? "– " : "  ", count: row.depth) + row.label
    }
    let rows: [[String]]
    let sides: [Bool]
    if let title = table.labelTitle {
      rows = [titles + [title]] + zip(cells, table.rows).map { $0 + [label($1)] }
      sides = numbers + [false]
    } else {
      rows = [[""] + titles] + zip(cells, table.rows).map { [label($1)] + $0 }
      sides = [false] + numbers
    }
    return isMarkdown ? markdown(rows, alignsRight: sides) : aligned(rows, alignsRight: sides)
  }

  private func aligned(_ rows: [[String]], alignsRight: [Bool]) -> [String] {
    let rows = rows.map { row in row.map { shown($0) } }
    return TextTable(terminal).lines(rows, alignsRight: alignsRight).map { line in
      String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
    }
  }

  private func markdown(_ rows: [[String]], alignsRight: [Bool]) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = alignsRight.map { $0 ? "---:" : "---" }
    return rows.prefix(1).map { row in line(row.map { shown($0) }) } + [line(rule)]
      + rows.dropFirst().map { row in line(row.map { shown($0) }) }
  }

  /// A text in the characters that the reader has, with no sign left that Markdown takes for its own.
  private func shown(_ text: String) -> String {
    if isMarkdown {
      return text.unicodeScalars.reduce(into: "") { result, scalar in
        if Self.marks.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
    return terminal.shown(terminal.isUnicode ? text : Self.spelled(text))
  }

  /// What is to be typed. Within it no sign has another meaning, but for those that end it.
  private func code(_ text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let room = longest > 0 ? " " : ""
    return fence + room + text + room + fence
  }

  private static let marks = Set("\\`*_[]<>|#~&".unicodeScalars)

  private static func spelled(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      if let spelled = OwnSigns.ascii[scalar] {
        result += spelled
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
}
