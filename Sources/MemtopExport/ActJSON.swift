import LinuxKernel
import MemtopCore

/// One thing that was done as a line of JSON, for a log that is only appended to.
public enum ActJSON {
  /// The line, its end included.
  public static func line(_ record: ActRecord, by author: ChangeAuthor) -> [UInt8] {
    let bytes = LineBytes()
    var json = JSONWriter(ChunkedOutput { bytes.all += $0 })
    json.beginObject(.inline)
    json.key("time")
    json.string(ExportTime.rfc3339(record.at))
    if let process = record.process {
      json.key("pid")
      json.integer(process.pid)
      json.key("startTime")
      json.integer(process.startTime)
      json.key("comm")
      json.string(record.name)
    }
    put(record, into: &json)
    put(author, into: &json)
    json.end()
    // Collecting bytes does not throw.
    try? json.output.finish()
    return bytes.all
  }

  private static func put(_ record: ActRecord, into json: inout JSONWriter) {
    switch record {
    case .adj(let change):
      json.key("old")
      json.integer(change.old)
      json.key("new")
      json.integer(change.new)
      json.key("found")
      json.integer(change.found)
      json.key("undo")
      json.raw(String(change.isUndo))
    case .signal(let sent):
      json.key("signal")
      json.string(sent.signal.name)
    case .group(let change):
      json.key("cgroup")
      json.string(VisibleText.make(change.plan.path))
      json.key("inode")
      json.integer(change.plan.identity.inode)
      json.key("file")
      json.string(change.edit.file(change.plan.version))
      json.key("old")
      json.string(change.edit.old.word)
      json.key("new")
      json.string(change.edit.new.word)
    case .move(let move):
      json.key("oldCgroup")
      json.string(VisibleText.make(move.member.group))
      json.key("newCgroup")
      json.string(VisibleText.make(move.group))
    case .kept(let change):
      json.key("unit")
      json.string(change.plan.unit.text)
      json.key("file")
      json.string(VisibleText.make(change.plan.path))
      json.key("old")
      json.string(change.plan.old)
      json.key("new")
      json.string(change.plan.new)
    }
  }

  private static func put(_ author: ChangeAuthor, into json: inout JSONWriter) {
    json.key("uid")
    json.integer(author.user)
    json.key("user")
    json.string(author.name)
    json.key("sudoUser")
    json.string(author.sudoUser)
  }

  private final class LineBytes { var all: [UInt8] = [] }
}
