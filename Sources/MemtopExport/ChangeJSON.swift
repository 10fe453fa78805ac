import LinuxKernel
import MemtopCore

/// One change of `oom_score_adj` as a line of JSON, for a log that is only appended to.
public enum ChangeJSON {
  /// The line, its end included.
  public static func line(_ change: AdjChange, by author: ChangeAuthor) -> [UInt8] {
    let bytes = LineBytes()
    var json = JSONWriter(ChunkedOutput { bytes.all += $0 })
    json.beginObject(.inline)
    json.key("time")
    json.string(ExportTime.rfc3339(change.at))
    json.key("pid")
    json.integer(change.process.pid)
    json.key("startTime")
    json.integer(change.process.startTime)
    json.key("comm")
    json.string(change.name)
    json.key("old")
    json.integer(change.old)
    json.key("new")
    json.integer(change.new)
    json.key("found")
    json.integer(change.found)
    json.key("undo")
    json.raw(String(change.isUndo))
    json.key("uid")
    json.integer(author.user)
    json.key("user")
    json.string(author.name)
    json.key("sudoUser")
    json.string(author.sudoUser)
    json.end()
    // Collecting bytes does not throw.
    try? json.output.finish()
    return bytes.all
  }

  private final class LineBytes { var all: [UInt8] = [] }
}
