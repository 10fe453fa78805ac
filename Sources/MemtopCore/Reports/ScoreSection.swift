/// Why a process has its place in the kill order.
struct ScoreSection {
  let score: ScoreExplanation
  let pages: PageCount

  var parts: [DocumentPart] {
    var parts = [verdict]
    if let warning = score.view.warning { parts.append(.text(sentence(warning), .warn)) }
    if score.isTakenFirst {
      parts.append(.text("It goes before all others: \(KillOrder.takenFirst).", .warn))
    }
    parts += sentences { [$0.warning.map { ": " + $0 }, rivals($0)].compactMap(\.self) }
      .map { .text($0, .warn) }
    parts += sentences { [company($0)].compactMap(\.self) }.map { .text($0) }
    if !score.scopes.isEmpty, hasTerms { parts += [.gap, .table(table)] }
    return parts + [
      .gap, kernelScore, .text(Self.formula, .quiet),
      .text(sentence(score.rules.explanation.joined(separator: "; ")), .quiet),
    ]
  }

  /// Someone without memory, or whose files could not be read, has no terms to show.
  private var hasTerms: Bool {
    switch score.immunity {
    case .kernelThread, .noMemory, .unreadable: false
    case nil, .initProcess, .adj, .passedOver, .vforkChild: true
    }
  }

  /// Its ranks, or why it has none.
  private var verdict: DocumentPart {
    guard let immunity = score.immunity else {
      var ranks = score.scopes.compactMap { scope in
        scope.rank.map {
          "rank \($0) of \(score.view.count(scope.candidates)) \(place(scope.scope))"
        }
      }
      if ranks.isEmpty { return .text("Its rank cannot be told.", .warn) }
      let more = hasManyScopes ? "; the others in the table" : ""
      if hasManyScopes { ranks = Array(ranks.prefix(2)) }
      return .text(sentence(ranks.joined(separator: ", ") + more), .accent)
    }
    switch immunity {
    case .unreadable:
      return .text("Its place cannot be told: \(immunity.text).", .warn)
    case .passedOver, .vforkChild:
      return .text("The kernel passes it over: \(immunity.text).", .warn)
    case .initProcess, .kernelThread, .noMemory, .adj:
      return .text("The kernel never kills it: \(immunity.text).", .good)
    }
  }

  /// More than a sentence can name: the table has their ranks.
  var hasManyScopes: Bool { hasTerms && score.scopes.count > 3 }

  /// What is to be said of each scope, behind its name; scopes of which the same is true share a sentence.
  private func sentences(_ say: (ScoredScope) -> [String]) -> [String] {
    var all: [(text: String, places: [String])] = []
    for scope in score.scopes {
      for text in say(scope) {
        if let known = all.firstIndex(where: { $0.text == text }) {
          all[known].places.append(place(scope.scope))
        } else {
          all.append((text, [place(scope.scope)]))
        }
      }
    }
    return all.map { text, places in
      if places.count > 2, places.count == score.scopes.count {
        return sentence("in each of the \(places.count) scopes" + text)
      }
      let head = places.dropLast().joined(separator: ", ") + (places.count > 1 ? " and " : "")
      return sentence(head + (places.last ?? "") + text)
    }
  }

  private func place(_ scope: KillScope) -> String {
    scope.group.map { "in " + GroupName.short($0) } ?? "on the host"
  }

  /// Who could die in its place.
  private func rivals(_ scope: ScoredScope) -> String? {
    guard scope.rank != nil, scope.diesWith == nil else { return nil }
    guard let uncertainty = scope.uncertainty else {
      return " its rank may be off: how exact the killer's counters are is not known"
    }
    guard scope.tiedCount > 0 else { return nil }
    var names = scope.tied.map { other in
      "\(other.pid) \(other.name)" + (other.rank.map { " (rank \($0))" } ?? "")
    }
    let more = scope.tiedCount - scope.tied.count
    if more > 0 { names.append("\(more)\(scope.tiedCount >= 100 ? " or more" : "") others") }
    let why =
      uncertainty == 0
      ? "equal badness"
      : "the killer's counters may be off by \(pages.both(uncertainty)) for each"
    return " too close to call with \(names.joined(separator: ", ")): \(why)"
  }

  /// Who dies with it, or with whom it dies.
  private func company(_ scope: ScoredScope) -> String? {
    if let other = scope.diesWith {
      return " it dies with \(other.pid) \(other.name): they live in one memory, or their group "
        + "dies together"
    }
    guard scope.alsoKilled > 0 else { return nil }
    return " \(scope.alsoKilled) \(scope.alsoKilled == 1 ? "other dies" : "others die") with it"
  }

  private var kernelScore: DocumentPart {
    let derived = score.derivedScore.map { "from these numbers follows \($0)" }
    guard let kernel = score.kernelScore else {
      let rest = derived.map { "; " + $0 } ?? ""
      return .text("The kernel's oom_score could not be read\(rest).")
    }
    let told = "The kernel's oom_score is \(kernel)"
    guard let derived, let difference = score.scoreDifference?.magnitude else {
      return .text(told + ".")
    }
    switch difference {
    case 0: return .text(told + "; the same follows from these numbers.")
    case 1: return .text(told + ", \(derived): a counter moved between two readings.")
    default:
      return .text(
        told + ", \(derived): they are \(difference) apart, so the kernel counts what /proc does "
          + "not show.", .warn)
    }
  }

  private static let formula =
    "badness = RSS + swap + page tables + adj × (total / 1000), in pages; the most dies. Run time, "
    + "nice and the number of children do not count. oom_score is the host's badness, rounded."

  private func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
