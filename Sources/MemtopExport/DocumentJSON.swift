import MemtopCore

/// A document as JSON: sizes in bytes; what is not known is null, with `state` beside it where the
/// reason is known.
public enum DocumentJSON {
  /// Writes the document.
  ///
  /// Throws: what the output's sink throws.
  public static func write(_ document: Document, to output: consuming ChunkedOutput) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    json.key("kind")
    json.string(document.kind)
    json.key("title")
    json.string(document.title)
    for (key, value) in document.subject {
      json.key(key)
      FieldJSON.write(value, &json)
    }
    json.key("sections")
    json.beginArray(.lines)
    for section in document.sections { write(section, &json) }
    json.end()
    json.end()
    try json.output.finish()
  }

  private static func write(_ section: DocumentSection, _ json: inout JSONWriter) {
    json.beginObject(.lines)
    json.key("id")
    json.string(section.id)
    json.key("title")
    json.string(section.title)
    json.key("parts")
    json.beginArray(.lines)
    for part in section.parts { write(part, &json) }
    json.end()
    json.end()
  }

  private static func write(_ part: DocumentPart, _ json: inout JSONWriter) {
    switch part {
    case .text(let label, let text, let role):
      json.beginObject(.inline)
      if let label {
        json.key("label")
        json.string(label)
      }
      json.key("text")
      json.string(text)
      write(role, &json)
      json.end()
    case .facts(let facts): write("facts", facts.facts, &json) { write($0, &$1) }
    case .terms(let terms): write("terms", terms, &json) { write($0, &$1) }
    case .table(let table): write(table, &json)
    case .list(let items): write("list", items, &json) { $1.string($0) }
    case .steps(let steps): write("steps", steps, &json) { DiagnosisJSON.write($0, &$1) }
    case .subjects(let subjects): write("subjects", subjects, &json) { $1.string($0.text) }
    case .gap: break
    }
  }

  /// A part that is a row of like things.
  private static func write<Item>(
    _ key: String, _ items: [Item], _ json: inout JSONWriter,
    _ item: (Item, inout JSONWriter) -> Void
  ) {
    json.beginObject(.lines)
    json.key(key)
    json.beginArray(.lines)
    for one in items { item(one, &json) }
    json.end()
    json.end()
  }

  private static func write(_ role: DocumentRole, _ json: inout JSONWriter) {
    json.key("role")
    json.string(role.rawValue)
  }

  private static func write(_ fact: DocumentFacts.Fact, _ json: inout JSONWriter) {
    json.beginObject(.inline)
    json.key("name")
    json.string(fact.name)
    if let value = fact.value {
      json.key("value")
      FieldJSON.write(value, &json)
      if let state = state(value) {
        json.key("state")
        json.string(state)
      }
    }
    json.key("meaning")
    json.string(fact.meaning)
    json.end()
  }

  private static func write(_ term: DocumentTerm, _ json: inout JSONWriter) {
    json.beginObject(.inline)
    json.key("name")
    json.string(term.name)
    json.key("text")
    json.string(term.text)
    if let aside = term.aside {
      json.key("aside")
      json.string(aside)
    }
    json.end()
  }

  private static func write(_ table: DocumentTable, _ json: inout JSONWriter) {
    json.beginObject(.lines)
    json.key("columns")
    json.beginArray(.inline)
    for column in [table.label] + table.columns.map(\.title) { json.string(column) }
    json.end()
    json.key("rows")
    json.beginArray(.lines)
    for row in table.rows {
      json.beginArray(.inline)
      json.string(row.label)
      for cell in row.cells {
        switch cell {
        case .value(let value): FieldJSON.write(value, &json)
        case .pages(let pages):
          let (bytes, overflow) = pages.multipliedReportingOverflow(
            by: Int64(clamping: table.pageSize))
          json.integer(overflow ? (pages < 0 ? .min : .max) : bytes)
        case .empty: json.null()
        }
      }
      json.end()
    }
    json.end()
    json.end()
  }

  /// Why there is no value.
  private static func state(_ value: FieldValue) -> String? {
    switch value {
    case .absent: "absent"
    case .denied: "denied"
    case .failed: "failed"
    default: nil
    }
  }
}
