import LinuxKernel
import MemtopCore

/// A host in a few lines for people, one subject a line.
struct HostSummary {
  /// A subject and what is said of it.
  let lines: [(subject: String, text: String)]

  init(_ model: Model, _ style: FieldText, _ verdict: Verdict? = nil) {
    let state = HostState(model)
    let level = verdict?.level ?? state.level
    var view = model.view.warning.map { [("view", $0)] } ?? []
    if let failure = model.sample.failure ?? model.facts.failure {
      let file = "/" + VisibleText.make(failure.file)
      view.append(("failed", "\(file): \(ErrnoText.describe(failure.errno))"))
    }
    lines =
      [
        ("host", Self.host(model, style)),
        ("state", level.word + ": " + (verdict?.sentence ?? state.evidence)),
        ("memory", Self.memory(model.sample.memInfo, style)),
        ("swap", Self.swap(model, style)),
        ("pressure", Self.pressure(model.sample.pressure, model.facts)),
      ] + view
  }

  private static func host(_ model: Model, _ style: FieldText) -> String {
    var parts: [String] = []
    if let name = model.facts.name { parts.append(VisibleText.make(name)) }
    if let kernel = model.facts.kernel { parts.append("Linux " + VisibleText.make(kernel)) }
    if let uptime = model.sample.uptime {
      parts.append("up " + Quantity.span(seconds: uptime / 1_000_000_000))
    }
    if let taken = model.takenAt {
      let now = CalendarTime(seconds: taken / 1_000_000_000, offset: style.timeOffset)
      parts.append(now.date + " " + now.clock)
    }
    return parts.joined(separator: ", ")
  }

  private static func memory(_ reading: Reading<MemInfo>, _ style: FieldText) -> String {
    guard let info = reading.value else { return missing(reading, "not readable") }
    func size(_ value: UInt64?) -> String {
      value.map { Quantity.bytes($0, unit: style.unit) } ?? style.absent
    }
    if let contradiction = MemoryBreakdown.contradiction(info) {
      return "/proc/meminfo contradicts itself: " + contradiction
    }
    var parts = [
      "total " + size(info[.memTotal]), "available " + size(info[.memAvailable]),
      "free " + size(info[.memFree]),
    ]
    if let sizes = MemoryBreakdown(info) {
      parts += [
        "cache " + size(sizes.isTold(.cache) ? sizes.reclaimable : nil),
        "anon " + size(info[.anonPages]),
        "shmem " + size(info[.shmem]),
        "kernel " + size(info[.sUnreclaim] == nil ? nil : sizes.kernel),
      ]
    }
    return parts.joined(separator: ", ")
  }

  private static func swap(_ model: Model, _ style: FieldText) -> String {
    guard let info = model.sample.memInfo.value, let total = info[.swapTotal] else {
      return missing(model.sample.memInfo, "not readable")
    }
    if total == 0 { return "none" }
    func size(_ value: UInt64?) -> String {
      value.map { Quantity.bytes($0, unit: style.unit) } ?? style.absent
    }
    func rate(_ value: Double?) -> String? {
      value.flatMap { UInt64(exactly: $0.rounded()) }.map { size($0) + "/s" }
    }
    var parts = [
      "total " + size(total),
      "used " + size(info[.swapFree].flatMap { total >= $0 ? total - $0 : nil }),
      "cached " + size(info[.swapCached]),
    ]
    if let swapIn = rate(model.rates.swapIn), let swapOut = rate(model.rates.swapOut) {
      parts += ["in " + swapIn, "out " + swapOut]
    }
    return parts.joined(separator: ", ")
  }

  private static func pressure(_ reading: Reading<MemoryPressure>, _ facts: HostFacts) -> String {
    guard let pressure = reading.value else {
      return missing(reading, AbsentFile.pressureReason(facts))
    }
    func line(_ name: String, _ line: MemoryPressure.Line) -> String {
      name + " "
        + [line.avg10, line.avg60, line.avg300].map { Quantity.fixed($0, 2) }
        .joined(separator: " ")
    }
    let parts = [line("some", pressure.some)] + (pressure.full.map { [line("full", $0)] } ?? [])
    return parts.joined(separator: ", ") + " % of the last 10 60 300 s"
  }

  private static func missing<T>(_ reading: Reading<T>, _ absent: String) -> String {
    switch reading {
    case .denied: "denied"
    case .failed(let code): "failed: " + ErrnoText.describe(code)
    case .malformed: "not understood"
    case .absent, .value: absent
    }
  }
}
