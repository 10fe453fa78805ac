import LinuxKernel
import MemtopCore

/// A kill order as one JSON document. Badness, its terms and the uncertainty are in pages, what comes
/// back is in bytes.
public enum VictimsJSON {
  /// Writes the document.
  ///
  /// Throws: what the output's sink throws.
  public static func write(_ report: VictimsReport, to output: consuming ChunkedOutput) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    json.key("scope")
    json.string(report.scope.word)
    json.key("cgroup")
    json.string(report.scope.group.map { VisibleText.make($0) })
    if let nodes = report.scope.nodes {
      json.key("nodes")
      json.string(nodes.description)
      let bound = report.candidates.facts.nodes?.boundElsewhere ?? []
      list("boundElsewhere", bound.sorted(), &json) { $1.integer($0) }
    }
    ViewJSON.write(report.view, &json)
    json.key("totalPages")
    json.integer(report.scope.totalPages)
    report.limits?.write(&json)
    json.key("pageSize")
    json.integer(report.pageSize)
    json.key("kernel")
    json.string(report.model.facts.kernel.map { VisibleText.make($0) })
    list("rules", report.candidates.rules.explanation, &json) { $1.string($0) }
    json.key("outcome")
    json.string(report.policy.outcome.rawValue)
    policy(report.policy, &json)
    FailedJSON.write(report.failures, &json)
    list("notes", report.notes, &json) { $1.string($0) }
    edits(report, &json)
    whenItRunsOut(report, &json)
    json.key("victims")
    json.beginArray(.lines)
    let fields = VictimField.of(.json, report.candidates.rules)
      .filter { report.orderBefore != nil || $0 != .rankBefore }
    for row in report.rows() {
      victim(row, fields, &json)
      try json.output.passOn()
    }
    json.end()
    never(report, &json)
    check(report, &json)
    json.end()
    try json.output.finish()
  }

  private static func list<T>(
    _ key: String, _ values: some Sequence<T>, _ json: inout JSONWriter,
    _ write: (T, inout JSONWriter) -> Void
  ) {
    json.key(key)
    json.beginArray(.inline)
    for value in values { write(value, &json) }
    json.end()
  }

  private static func policy(_ policy: KillPolicy, _ json: inout JSONWriter) {
    json.key("policy")
    json.beginObject(.inline)
    for (name, value) in [
      ("panicOnOom", policy.sysctls.panicOnOOM),
      ("oomKillAllocatingTask", policy.sysctls.oomKillAllocatingTask),
      ("overcommitMemory", policy.sysctls.overcommitMemory),
      ("oomDumpTasks", policy.sysctls.oomDumpTasks),
      ("swappiness", policy.sysctls.swappiness),
      ("minFreeKbytes", policy.sysctls.minFreeKbytes),
    ] {
      json.key(name)
      json.integer(value)
    }
    list("daemons", policy.daemons, &json) { $1.string($0) }
    json.end()
  }

  private static func edits(_ report: VictimsReport, _ json: inout JSONWriter) {
    guard !report.edits.isEmpty else { return }
    list("set", report.edits, &json) { done, json in
      json.beginObject(.inline)
      json.key("pid")
      json.integer(done.edit.pid)
      json.key("oomScoreAdj")
      json.integer(done.edit.adj)
      json.key("was")
      json.integer(done.was)
      json.end()
    }
  }

  /// Null where nothing is foretold.
  private static func whenItRunsOut(_ report: VictimsReport, _ json: inout JSONWriter) {
    json.key("whenItRunsOut")
    guard let outlook = report.outlook else { return json.null() }
    json.beginObject(.lines)
    json.key("seconds")
    json.decimal(outlook.seconds)
    json.key("victims")
    json.beginArray(.lines)
    for (place, victim) in outlook.order.victims.enumerated() {
      json.beginObject(.inline)
      json.key("rank")
      json.integer(place + 1)
      process(victim.row, report, &json)
      json.key("badness")
      json.integer(victim.badness)
      json.end()
    }
    json.end()
    json.end()
  }

  /// What makes up the badness stands in an object of its own.
  private static func victim(
    _ row: VictimRow, _ fields: [VictimField], _ json: inout JSONWriter
  ) {
    json.beginObject(.inline)
    var isInTerms = false
    for field in fields {
      if field.isTerm, !isInTerms {
        json.key("terms")
        json.beginObject(.inline)
      } else if isInTerms, !field.isTerm {
        json.end()
      }
      isInTerms = field.isTerm
      json.key(field.id)
      FieldJSON.write(field.value(row), &json)
    }
    json.end()
  }

  private static func process(
    _ row: Int32, _ report: VictimsReport, _ json: inout JSONWriter
  ) {
    json.key("pid")
    json.integer(report.pid(row))
    json.key("comm")
    json.string(report.comm(row))
  }

  private static func never(_ report: VictimsReport, _ json: inout JSONWriter) {
    json.key("never")
    json.beginArray(.lines)
    for reason in Immunity.allCases where reason != .kernelThread && reason != .unreadable {
      for process in report.immune(reason) {
        json.beginObject(.inline)
        Self.process(process.row, report, &json)
        json.key("why")
        json.string(reason.word)
        json.end()
      }
    }
    json.end()
    json.key("kernelThreads")
    json.integer(report.immune(.kernelThread).count)
    list("unreadable", report.immune(.unreadable), &json) { $1.integer($0.pid) }
  }

  private static func check(_ report: VictimsReport, _ json: inout JSONWriter) {
    json.key("oomScoreCheck")
    json.beginObject(.lines)
    json.key("compared")
    json.integer(report.check.compared)
    list("differences", report.check.differences, &json) { difference, json in
      json.beginObject(.inline)
      json.key("pid")
      json.integer(report.pid(difference.row))
      json.key("kernel")
      json.integer(difference.kernel)
      json.key("derived")
      json.integer(difference.derived)
      json.end()
    }
    json.end()
  }
}
