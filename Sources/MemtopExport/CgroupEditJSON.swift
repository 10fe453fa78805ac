import LinuxKernel
import MemtopCore

/// A change of a cgroup as a line of JSON, for a log that is only appended to.
public enum CgroupEditJSON {
  /// The line, its end included.
  ///
  /// - Parameter at: Unit: nanoseconds after 1970-01-01 UTC.
  public static func line(
    _ edit: CgroupEdit, of plan: CgroupPlan, at: Int64, by author: ChangeAuthor
  ) -> [UInt8] {
    let bytes = ActJSON.LineBytes()
    var json = JSONWriter(ChunkedOutput { bytes.all += $0 })
    json.beginObject(.inline)
    json.key("time")
    json.string(ExportTime.rfc3339(at))
    json.key("cgroup")
    json.string(VisibleText.make(plan.path))
    json.key("inode")
    json.integer(plan.identity.inode)
    json.key("file")
    json.string(edit.setting.file(plan.version))
    json.key("old")
    json.string(edit.old.word)
    json.key("new")
    json.string(edit.new.word)
    ActJSON.put(author, into: &json)
    json.end()
    // Collecting bytes does not throw.
    try? json.output.finish()
    return bytes.all
  }
}
