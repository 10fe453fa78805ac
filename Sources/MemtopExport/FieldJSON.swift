import MemtopCore

/// One row of a table as a JSON object.
///
/// What the kernel refuses is null and named in a `denied` list beside it, what could not be read in
/// `failed`; the lists are there only where they have something to name.
enum FieldJSON {
  static func write<F: TableField>(
    _ fields: [F], _ json: inout JSONWriter, _ value: (F) -> FieldValue
  ) {
    var refused: [String] = []
    var failed: [String] = []
    json.beginObject(.inline)
    for field in fields {
      json.key(field.id)
      let value = value(field)
      write(value, &json)
      if value == .denied { refused.append(field.id) }
      if value == .failed { failed.append(field.id) }
    }
    names(refused, "denied", &json)
    names(failed, "failed", &json)
    json.end()
  }

  /// One value; null where there is none.
  static func write(_ value: FieldValue, _ json: inout JSONWriter) {
    switch value {
    case .bytes(let size): json.integer(size)
    case .growth(let change): json.integer(change)
    case .number(let number): json.integer(number)
    case .percent(let share): json.decimal(share)
    case .rate(let value), .byteRate(let value), .index(let value), .ratio(let value):
      json.decimal(value)
    case .flag(let flag): json.raw(flag ? "true" : "false")
    case .time(let start): json.string(ExportTime.rfc3339(start))
    case .span(let span): json.raw(Quantity.microseconds(span))
    case .text(let text): json.string(text)
    case .pids(let pids):
      json.beginArray(.inline)
      for pid in pids { json.integer(pid) }
      json.end()
    case .unlimited: json.string("max")
    case .absent, .denied, .failed: json.null()
    }
  }

  /// A list of names, left out where it is empty.
  static func names(_ names: [String], _ key: String, _ json: inout JSONWriter) {
    guard !names.isEmpty else { return }
    json.key(key)
    json.beginArray(.inline)
    for name in names { json.string(name) }
    json.end()
  }
}
