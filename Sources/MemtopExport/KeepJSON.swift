import LinuxKernel
import MemtopCore

/// A drop-in that was written or removed as a line of JSON, for a log that is only appended to.
public enum KeepJSON {
  /// The line, its end included.
  ///
  /// - Parameter at: Unit: nanoseconds after 1970-01-01 UTC.
  public static func line(_ plan: KeepPlan, at: Int64, by author: ChangeAuthor) -> [UInt8] {
    let bytes = ActJSON.LineBytes()
    var json = JSONWriter(ChunkedOutput { bytes.all += $0 })
    json.beginObject(.inline)
    json.key("time")
    json.string(ExportTime.rfc3339(at))
    json.key("unit")
    json.string(plan.unit.text)
    json.key("file")
    json.string(VisibleText.make(plan.path))
    json.key("old")
    json.string(plan.old)
    json.key("new")
    json.string(plan.new)
    ActJSON.put(author, into: &json)
    json.end()
    // Collecting bytes does not throw.
    try? json.output.finish()
    return bytes.all
  }
}
