import MemtopCore

/// How many of the host's processes are seen, as JSON: ranks are among these.
enum ViewJSON {
  static func write(_ view: ProcessView, _ json: inout JSONWriter) {
    json.key("view")
    json.beginObject(.inline)
    json.key("isWhole")
    json.raw(view.isWhole ? "true" : "false")
    json.key("limit")
    json.string(view.limit?.rawValue)
    json.key("visible")
    json.integer(view.visible)
    json.end()
  }
}
