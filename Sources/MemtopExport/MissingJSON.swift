import MemtopCore

extension JSONWriter {
  /// What could not be told, each with the reason, as the key `unknown`.
  mutating func unknown(_ all: [DiagnosisFacts.Missing]) {
    key("unknown")
    beginArray(.lines)
    for one in all {
      beginObject(.inline)
      key("what")
      string(one.what)
      key("why")
      string(one.why)
      end()
    }
    end()
  }
}
