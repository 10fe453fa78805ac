import MemtopCore

/// What could not be read although it is there, each with the name of its errno; left out where all
/// could.
enum FailedJSON {
  static func write(_ failures: [(what: String, errno: Int32)], _ json: inout JSONWriter) {
    guard !failures.isEmpty else { return }
    json.key("failed")
    json.beginArray(.inline)
    for failure in failures {
      json.beginObject(.inline)
      json.key("what")
      json.string(failure.what)
      json.key("errno")
      json.string(ErrnoText.name(failure.errno))
      json.end()
    }
    json.end()
  }
}
