/// A verdict as sections of a document: each finding, the forecast, and what could not be told.
extension Verdict {
  /// The level and the kind with the time that they have held, as one says them in front of the sentence.
  ///
  /// - Parameter now: when the host was judged. Unit: seconds on the samples' clock.
  public func heading(now: Double) -> String {
    "\(level.word) (\(([kind.rawValue] + [Self.held(since, now)].filter { !$0.isEmpty }).joined(separator: ", ")))"
  }

  /// For how long something has held; nothing of what has just begun.
  public static func held(_ since: Double?, _ now: Double) -> String {
    guard let since, now - since >= leastHeld else { return "" }
    return "for \(TimeSpan.text(now - since))"
  }

  /// Unit: seconds.
  private static let leastHeld = 5.0

  /// One section for each finding, in their order.
  public func findingSections(now: Double) -> [DocumentSection] {
    findings.map { $0.section(now: now, isSaid: $0.sentence == sentence) }
  }

  /// What comes if it goes on like this.
  ///
  /// - Parameter killed: whom the kernel would kill then, in words; nil where that is not known.
  /// - Returns: nil where nothing is foretold.
  public func forecastSection(killed: String? = nil) -> DocumentSection? {
    guard !forecast.isEmpty else { return nil }
    let facts = forecast.map { one in
      let band = [one.band.lowerBound, one.band.upperBound].map(TimeSpan.text)
      return DocumentFacts.Fact(
        one.what, .text(TimeSpan.text(one.seconds)),
        "until it is gone (\(band[0]) to \(band[1])), at \(Quantity.rate(-one.slope)) less")
    }
    return DocumentSection(
      "forecast", "If it goes on like this",
      [.facts(DocumentFacts(facts))] + (killed.map { [.text(label: "killed then", $0)] } ?? []))
  }

  /// Nil where all could be told.
  public var unknownSection: DocumentSection? {
    guard !unknown.isEmpty else { return nil }
    let facts = unknown.map { DocumentFacts.Fact($0.what, nil, $0.why) }
    return DocumentSection("unknown", "Not told", [.facts(DocumentFacts(facts))])
  }
}

extension Finding {
  /// - Parameter isSaid: its sentence stands at the head of the document.
  fileprivate func section(now: Double, isSaid: Bool) -> DocumentSection {
    var parts: [DocumentPart] = isSaid ? [] : [.text(sentence)]
    if !evidence.isEmpty {
      parts.append(
        .facts(
          DocumentFacts(
            evidence.map { .init($0.name, .text($0.text), $0.source, course: $0.course) })))
    }
    if !who.isEmpty { parts.append(.subjects(who)) }
    if !advice.isEmpty { parts.append(.steps(advice)) }
    if let ending { parts.append(.text("it goes away when \(ending)", .quiet)) }
    // What is well is a remark, and needs no word for that.
    let title = kind.rawValue + (level >= .strained ? ", " + level.word.lowercased() : "")
    return DocumentSection(
      kind.rawValue, title, role: level.titleRole, aside: Verdict.held(since, now), parts)
  }
}

extension DiagnosisLevel {
  /// Of a title; what is no trouble is a title like others.
  fileprivate var titleRole: DocumentRole {
    switch self {
    case .critical: .bad
    case .strained: .warn
    case .healthy, .unknown: .accent
    }
  }
}
