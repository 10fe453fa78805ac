import MemtopCore

/// The kernel's memory as one JSON document. Sizes are bytes; null is what is not told.
public enum KernelJSON {
  /// Writes the document.
  ///
  /// Throws: what the output's sink throws.
  public static func write(_ report: KernelReport, to output: consuming ChunkedOutput) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    try put(report, into: &json)
    json.end()
    try json.output.finish()
  }

  /// The keys of it, into an object that is open.
  static func put(_ report: KernelReport, into json: inout JSONWriter) throws {
    for group in KernelFigure.Group.allCases {
      json.key(group.rawValue)
      json.beginObject(.inline)
      for figure in KernelFigure.of(group) {
        json.key(figure.id)
        FieldJSON.write(figure.value(report.memory), &json)
      }
      json.end()
    }
    for table in KernelTable.all {
      json.key(table.id)
      guard let rows = report.rows(table) else {
        json.null()
        continue
      }
      json.beginArray(.lines)
      for row in rows {
        json.beginObject(.inline)
        for (column, cell) in zip(table.columns, row) {
          json.key(column.id)
          FieldJSON.write(cell, &json)
        }
        json.end()
        try json.output.passOn()
      }
      json.end()
    }
    json.unknown(report.memory.unknown)
    json.key("watched")
    json.decimal(report.memory.span)
  }
}
