import MemtopCore

/// Kills as one JSON document, written while the log is read.
///
/// Sizes are integers in bytes, times are RFC 3339; what the log does not say is null.
public struct KillJSON: ~Copyable {
  private var json: JSONWriter
  private let clock: LogClock

  public init(_ clock: LogClock, to output: consuming ChunkedOutput) {
    json = JSONWriter(output)
    self.clock = clock
    json.beginObject(.lines)
    json.key("kills")
    json.beginArray(.lines)
  }

  /// Writes one kill.
  ///
  /// Throws: what the output's sink throws.
  public mutating func write(_ kill: KernelKill) throws {
    FieldJSON.write(KillField.all, &json) { $0.value(kill, clock) }
    try json.output.passOn()
  }

  /// Ends the document with what is no kill.
  ///
  /// Throws: what the output's sink throws.
  public mutating func finish(
    _ rest: KillLogRest, from source: KillSource, _ counts: KillCounts? = nil,
    view: ProcessView.Limit? = nil
  ) throws {
    json.end()
    json.key("otherKills")
    json.beginArray(.lines)
    for kill in rest.others {
      FieldJSON.write(ReportedKillField.all, &json) { $0.value(kill, clock) }
    }
    json.end()
    json.key("unfinished")
    json.beginArray(.lines)
    for (report, reason) in rest.unfinished { unfinished(report, reason) }
    json.end()
    json.key("panics")
    json.beginArray(.lines)
    for (text, time) in rest.panics {
      json.beginObject(.inline)
      when(time)
      json.key("text")
      json.string(VisibleText.make(text))
      json.end()
    }
    json.end()
    json.key("omitted")
    json.beginObject(.inline)
    for count in rest.counts {
      json.key(count.id)
      json.integer(count.number)
    }
    json.end()
    json.key("source")
    json.string(source.rawValue)
    json.key("pidsOfHost")
    if source == .file { json.null() } else { json.raw(view == .pidNamespace ? "true" : "false") }
    json.key("counters")
    if let counts { put(counts) } else { json.null() }
    json.end()
    try json.output.finish()
  }

  private mutating func put(_ counts: KillCounts) {
    json.beginObject(.lines)
    json.key("oomKill")
    json.integer(counts.host.counted)
    json.key("inLog")
    json.integer(counts.host.logged)
    json.key("withoutReport")
    json.integer(counts.host.withoutReport)
    json.key("logBegins")
    FieldJSON.write(counts.host.logBegins.map(FieldValue.span) ?? .absent, &json)
    json.key("cgroups")
    json.beginArray(.lines)
    for group in counts.groups {
      json.beginObject(.inline)
      json.key("cgroup")
      json.string(VisibleText.make(group.group))
      json.key("oomKill")
      json.integer(group.kills.oomKill)
      json.key("oomGroupKill")
      json.integer(group.kills.oomGroupKill)
      json.key("inLog")
      json.integer(group.logged)
      json.key("withoutReport")
      json.integer(group.withoutReport)
      json.end()
    }
    json.end()
    json.end()
  }

  private mutating func unfinished(_ report: KillReport, _ reason: UnfinishedReason) {
    json.beginObject(.inline)
    when(report.time)
    json.key("reason")
    json.string(reason.rawValue)
    json.key("scope")
    json.string(report.scope?.rawValue)
    json.key("cgroup")
    json.string(report.limitCgroup.map { VisibleText.make($0) })
    json.key("taskCgroup")
    json.string(report.taskCgroup.map { VisibleText.make($0) })
    json.key("invoker")
    json.string(report.invocation.map { VisibleText.make($0.name) })
    json.key("selectedPID")
    json.integer(report.summary?.pid ?? report.choice?.pid)
    json.key("selectedComm")
    json.string(report.summary.map { VisibleText.make($0.name) })
    json.key("taskRows")
    json.integer(report.rowCount)
    json.end()
  }

  private mutating func when(_ time: LogTime) {
    json.key("time")
    FieldJSON.write(.time(of: time, clock), &json)
    json.key("uptime")
    FieldJSON.write(.span(of: time), &json)
  }
}
