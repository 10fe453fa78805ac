import MemtopCore

/// A diagnosis as one JSON document. Sizes are bytes, `since` is seconds before now.
public enum DiagnosisJSON {
  /// Writes the document.
  ///
  /// Throws: what the output's sink throws.
  public static func write(
    _ report: DiagnosisReport, to output: consuming ChunkedOutput
  ) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    verdict(report, &json)
    forecast(report, &json)
    needs(report.needs, &json)
    json.unknown(report.verdict.unknown)
    json.key("watched")
    json.decimal(report.span)
    json.end()
    try json.output.finish()
  }

  static func verdict(_ report: DiagnosisReport, _ json: inout JSONWriter) {
    let verdict = report.verdict
    json.key("verdict")
    json.beginObject(.lines)
    json.key("level")
    json.string(verdict.level.word.lowercased())
    json.key("kind")
    json.string(verdict.kind.rawValue)
    json.key("short")
    json.string(verdict.short.rawValue)
    json.key("sentence")
    json.string(verdict.sentence)
    json.key("since")
    json.decimal(report.held(verdict.since))
    json.key("findings")
    json.beginArray(.lines)
    for finding in verdict.findings { self.finding(finding, report, &json) }
    json.end()
    json.end()
  }

  private static func finding(
    _ finding: Finding, _ report: DiagnosisReport, _ json: inout JSONWriter
  ) {
    json.beginObject(.lines)
    json.key("kind")
    json.string(finding.kind.rawValue)
    json.key("level")
    json.string(finding.level.word.lowercased())
    json.key("sentence")
    json.string(finding.sentence)
    json.key("since")
    json.decimal(report.held(finding.since))
    json.key("evidence")
    json.beginArray(.lines)
    for one in finding.evidence {
      json.beginObject(.inline)
      json.key("name")
      json.string(one.name)
      json.key("value")
      json.decimal(one.value)
      json.key("unit")
      json.string(one.unit)
      json.key("source")
      json.string(one.source)
      json.end()
    }
    json.end()
    json.key("who")
    json.beginArray(.inline)
    for subject in finding.who { json.string(subject.text) }
    json.end()
    json.key("ending")
    json.string(finding.ending)
    json.key("advice")
    json.beginArray(.lines)
    for advice in finding.advice { write(advice, &json) }
    json.end()
    json.end()
  }

  static func write(_ advice: Advice, _ json: inout JSONWriter) {
    json.beginObject(.inline)
    json.key("action")
    json.string(advice.action)
    json.key("reason")
    json.string(advice.reason)
    json.key("command")
    json.string(advice.command)
    json.end()
  }

  private static func forecast(_ report: DiagnosisReport, _ json: inout JSONWriter) {
    json.key("forecast")
    json.beginArray(.lines)
    for forecast in report.verdict.forecast {
      json.beginObject(.inline)
      json.key("what")
      json.string(forecast.what)
      json.key("seconds")
      json.decimal(forecast.seconds)
      json.key("from")
      json.decimal(forecast.band.lowerBound)
      json.key("to")
      json.decimal(forecast.band.upperBound)
      json.key("slope")
      json.decimal(forecast.slope)
      json.key("measured")
      json.decimal(forecast.span)
      json.key("killed")
      json.beginArray(.inline)
      for victim in forecast.isOfHost ? report.killed : [] {
        json.beginObject(.inline)
        json.key("pid")
        json.integer(victim.process.pid)
        json.key("comm")
        json.string(victim.name)
        json.key("badness")
        json.integer(victim.badness)
        json.end()
      }
      json.end()
      json.end()
    }
    json.end()
  }

  private static func needs(_ needs: Needs, _ json: inout JSONWriter) {
    json.key("needs")
    json.beginObject(.lines)
    let sizes: [(String, UInt64?)] = [
      ("total", needs.total), ("demand", needs.demand), ("peakDemand", needs.peakDemand),
      ("reclaimable", needs.reclaimable), ("available", needs.available),
      ("missing", needs.missing),
    ]
    for (name, size) in sizes {
      json.key(name)
      json.integer(size)
    }
    for (name, list) in [("processes", needs.processes), ("groups", needs.groups)] {
      json.key(name)
      json.beginArray(.inline)
      for entry in list { json.string(entry) }
      json.end()
    }
    json.key("settings")
    json.beginArray(.lines)
    for setting in needs.settings {
      json.beginObject(.inline)
      json.key("name")
      json.string(setting.name)
      json.key("value")
      json.string(setting.value)
      json.key("judgement")
      json.string(setting.judgement)
      json.end()
    }
    json.end()
    json.end()
  }
}
