import LinuxKernel

/// Judges sample after sample, and remembers: a level holds before it changes.
public struct DiagnosisWatch: Sendable {
  public private(set) var history = DiagnosisHistory()
  public let thresholds: DiagnosisThresholds
  public private(set) var verdict: Verdict?
  /// The largest demand that was seen. Unit: bytes.
  public private(set) var peakDemand: UInt64 = 0
  public private(set) var facts = DiagnosisFacts()
  /// The group that is nearest to its own limit, at the last judgement; nil where none is near.
  public private(set) var tightest: TightestGroup?
  private var level = DiagnosisLevel.unknown
  private var since = 0.0
  /// A higher level that waits to be believed, and since when a lower one has been.
  private var lowerSince: Double?
  private var higherSince: Double?
  /// The findings of the last sample that had the level held.
  private var held: [Finding] = []
  private var worst: (level: DiagnosisLevel, until: Double, sentence: String)?
  private var lastCalm: Finding?
  /// Since when each kind is found, also where it does not count yet.
  private var begun: [DiagnosisKind: Double] = [:]
  private var firstTime: Double?

  /// A higher level must be found for so long, unless it is the first. Unit: seconds.
  static let rise = 1.5
  /// A lower one for so long. Unit: seconds.
  static let fall = 12.0
  /// For so long a trouble that is over is told. Unit: seconds.
  static let remembers = 300.0

  public init(_ thresholds: DiagnosisThresholds = .standard) { self.thresholds = thresholds }

  /// Takes over the facts of the next sample and judges.
  public mutating func advance(_ facts: DiagnosisFacts) {
    let memory = HostMemory(facts)
    history.record(facts, memory)
    self.facts = facts
    tightest = TightestGroup(facts.groups)
    peakDemand = max(peakDemand, Needs.demand(memory) ?? 0)
    let limits = Forecast.limits(history, facts)
    let forecast = Forecast.memory(history, memory).flatMap { $0.ends(at: limits) ? nil : $0 }
    let view = DiagnosisView(
      now: facts, memory: memory, history: history, thresholds: thresholds, forecast: forecast,
      limits: limits)
    let found = settled(
      DiagnosisRule.all.compactMap { rule in rule.finding(view).map { (rule, $0) } },
      at: facts.time)
    let raw = found.map(\.level).max() ?? .unknown
    var calm = Calm.finding(view, found)
    let now = raw >= .strained ? raw : calm?.level ?? .unknown
    settle(now, found, at: facts.time)
    // Until a trouble is believed, what was said before holds.
    if level == .healthy, calm == nil { calm = lastCalm }
    lastCalm = calm
    verdict = make(view, found, calm)
  }

  /// Those that were found for long enough.
  private mutating func settled(
    _ found: [(rule: DiagnosisRule, finding: Finding)], at time: Double
  ) -> [Finding] {
    var kept: [DiagnosisKind: Double] = [:]
    for (_, finding) in found { kept[finding.kind] = begun[finding.kind] ?? time }
    begun = kept
    if firstTime == nil { firstTime = time }
    return found.filter { rule, finding in
      guard rule.settles > 0, let began = begun[finding.kind], began != firstTime else {
        return true
      }
      return time - began >= rule.settles
    }.map(\.finding)
  }

  private mutating func settle(_ now: DiagnosisLevel, _ found: [Finding], at time: Double) {
    if history.points.count == 1 || level == .unknown && now != .unknown {
      change(to: now, at: time)
    } else if now > level {
      lowerSince = nil
      if higherSince == nil { higherSince = time }
      if time - (higherSince ?? time) >= Self.rise - 0.6 { change(to: now, at: time) }
    } else if now < level {
      higherSince = nil
      if lowerSince == nil { lowerSince = time }
      // What one sample alone said does not hold against the next.
      let wasFirst = history.points.count <= 3
      if wasFirst || time - (lowerSince ?? time) >= Self.fall { change(to: now, at: time) }
    } else {
      higherSince = nil
      lowerSince = nil
    }
    if now >= .strained, now >= level { held = found.filter { $0.level == now } }
    if level >= .strained, history.points.count > 3 {
      worst = (max(level, worst?.level ?? .strained), time, held.first?.sentence ?? "")
    }
  }

  private mutating func change(to now: DiagnosisLevel, at time: Double) {
    level = now
    since = time
    higherSince = nil
    lowerSince = nil
  }

  private func make(
    _ view: borrowing DiagnosisView, _ found: [Finding], _ calm: Finding?
  ) -> Verdict {
    var findings = found
    for index in findings.indices { findings[index].since = begun[findings[index].kind] }
    // What makes it worse is told at once, at the level that is believed so far.
    if level >= .strained {
      for index in findings.indices where findings[index].level > level {
        findings[index].level = level
      }
    }
    // A level that is not believed yet is not told yet, and one that holds keeps its words.
    if level >= .strained, !findings.contains(where: { $0.level == level }) {
      var kept = held.filter { finding in !findings.contains { $0.kind == finding.kind } }
      for index in kept.indices { kept[index].since = since }
      if kept.isEmpty, let one = held.first { kept = [one] }
      // Its figures are those of then, and the panes beside it show those of now.
      if let lowerSince {
        let seconds = Int(view.now.time - lowerSince)
        let ago = seconds < 1 ? "just now" : "\(seconds) s ago"
        for index in kept.indices {
          kept[index].sentence = "It let up \(ago). Before: " + kept[index].sentence
        }
      }
      findings.removeAll { finding in kept.contains { $0.kind == finding.kind } }
      findings = kept + findings
    }
    // What is found for the first time waits for the next sample.
    findings.removeAll { $0.level > level && level != .unknown }
    if level == .healthy, let worst, view.now.time - worst.until <= Self.remembers {
      findings.append(
        Finding(
          .recovering, .healthy, .no,
          "It was \(worst.level.word.lowercased()) until "
            + "\(Int(view.now.time - worst.until)) s ago: \(worst.sentence)",
          evidence: [
            Evidence("recovered for", view.now.time - worst.until, "s", "this watch")
          ]))
    }
    if let calm, level < .strained { findings.append(calm) }
    let ranked = findings.enumerated().sorted {
      ($1.element.level.rawValue, $0.offset) < ($0.element.level.rawValue, $1.offset)
    }.map(\.element)
    let main = level >= .strained ? ranked.first { $0.level == level } : calm ?? ranked.first
    let sentence = main?.sentence ?? Calm.nothingTold(view)
    let aside = aside(view, found, main)
    return Verdict(
      level: level, kind: main?.kind ?? .unknown,
      short: level == .unknown ? .unknown : main?.short ?? .unknown,
      sentence: ([sentence] + aside).joined(separator: " "),
      aside: aside.joined(separator: " "), since: since, findings: ranked,
      unknown: Calm.unknown(view),
      forecast: (view.forecast.map { [$0] } ?? [])
        + view.limits.prefix(5))
  }

  /// What is said behind the sentence of a host that is well.
  private func aside(
    _ view: borrowing DiagnosisView, _ found: [Finding], _ main: Finding?
  ) -> [String] {
    guard level < .strained else { return [] }
    return found.filter { finding in
      switch finding.kind {
      case main?.kind: false
      // Whoever looks once a day wants to hear of it before it is a trouble.
      case .processLeak: !view.isSingle
      // Whoever was called because of it reads first what is left of it.
      case .oomKill: !view.now.kills.isEmpty
      default: false
      }
    }.map(\.sentence)
  }
}
