import MemtopCore

/// A diagnosis for people: the verdict, what it rests on, what the host needs and what is to come.
extension DiagnosisReport {
  public var document: Document {
    let answer = DocumentSection(
      "verdict", nil, [.text(label: verdict.heading(now: now), verdict.sentence)])
    let rest = [verdict.forecastSection(killed: killedInWords), verdict.unknownSection]
    return Document(
      kind: "diagnosis", title: "Does this host need more memory?",
      [answer] + verdict.findingSections(now: now) + [needs.section] + rest.compactMap(\.self))
  }

  private var killedInWords: String? {
    guard !killed.isEmpty else { return nil }
    let all = killed.map { "\($0.name) (\($0.process.pid)) with \(Quantity.bytes($0.badness))" }
    return (view.isWhole ? "" : "of the visible, ") + all.joined(separator: ", then ")
  }
}

extension Needs {
  fileprivate var section: DocumentSection {
    func fact(_ name: String, _ size: UInt64?, _ meaning: String) -> DocumentFacts.Fact {
      .init(name, size.map { .bytes($0) } ?? .absent, meaning)
    }
    var parts: [DocumentPart] = [
      .facts(
        DocumentFacts(
          [
            fact("memory", total, "that programs and the kernel share"),
            fact("demand", demand, "that cannot be given back"),
            fact("peak", peakDemand, "the largest demand of the watch"),
            fact("reclaimable", reclaimable, "given back on demand"),
            fact("available", available, "for programs, without swapping"),
          ]
            + (missing.map { [fact("missing", $0, "so much more would leave a tenth available")] }
              ?? [])))
    ]
    for (label, names) in [("biggest processes", processes), ("biggest groups", groups)]
    where !names.isEmpty {
      parts.append(.text(label: label, names.joined(separator: ", ")))
    }
    if !settings.isEmpty {
      parts.append(
        .facts(DocumentFacts(settings.map { .init($0.name, .text($0.value), $0.judgement) })))
    }
    return DocumentSection("needs", "What this host needs", parts)
  }
}
