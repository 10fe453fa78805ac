import MemtopCore

/// Whether it is a problem: the verdict, and below it all that was found, each with the numbers it rests
/// on, who it is about, what to do and when it is over. It goes on with the samples. A cursor goes through
/// those that findings name, and keys act on the one under it.
struct FindingsDialog: ReadingDialog {
  /// A place that the cursor can be at: somebody that a finding names, or the title of one that names
  /// nobody.
  struct Stop: Sendable, Equatable {
    let kind: DiagnosisKind
    let target: Subject.Target?
  }

  /// Nil until the host is judged for the first time.
  var verdict: Verdict?
  /// When it was judged last. Unit: seconds on the samples' clock.
  var now: Double
  /// The past of the numbers that findings rest on.
  var charts: [Course: [Double?]] = [:]
  /// How long a column of the charts is, in words.
  var column = ""
  /// Why acts do nothing now.
  var refusals: [FindingAct.ID: String] = [:]
  var top = 0
  /// What the user saw under the cursor, or moved it to; nil before anything was seen. It stays the same
  /// while findings come and go.
  private(set) var cursor: Stop?
  /// What was under the cursor in the last frame.
  private var drawn: Stop?
  /// Why nothing came of the last key.
  var said: String?

  init(verdict: Verdict?, now: Double) {
    self.verdict = verdict
    self.now = now
  }

  var title: String { "Is it a problem?" }

  var opener: Unicode.Scalar? { "d" }

  /// All places for the cursor, from top to bottom.
  var stops: [Stop] {
    (verdict?.findings ?? []).flatMap { finding in
      let named = finding.who.compactMap(\.target).map { Stop(kind: finding.kind, target: $0) }
      return named.isEmpty ? [Stop(kind: finding.kind, target: nil)] : named
    }
  }

  /// Where the cursor is shown: what it was put on, if that is still named, and the first place before
  /// anything was seen.
  var shown: Stop? {
    guard let cursor else { return stops.first }
    return stops.contains(cursor) ? cursor : nil
  }

  /// The screen was drawn, and then it was seen.
  mutating func wasDrawn() { drawn = shown }

  mutating func wasSeen() { cursor = cursor ?? drawn }

  /// Whom an act is for; nil where nobody was seen under the cursor.
  var aimed: Subject.Target? {
    guard let cursor, stops.contains(cursor) else { return nil }
    return cursor.target
  }

  var keys: [(key: String, label: String)] {
    let able = FindingAct.ID.allCases.filter { refusals[$0] == nil }
    return FindingAct.keys(able, for: shown?.target) + [
      ("Up Down", "Move"), ("PgUp PgDn", "Scroll"), ("v", "Zoom"), ("Esc", "Close"),
    ]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    said = nil
    switch key {
    case .up: move(by: -1, context)
    case .down: move(by: 1, context)
    case .character("k") where context.settings.vim: move(by: -1, context)
    case .character("j") where context.settings.vim: move(by: 1, context)
    case .character("v"): return .zoomCharts
    case .enter:
      guard let target = aimed, let act = FindingAct.all.first(where: { $0.serves(target) }),
        act.id == .explain
      else { return closed }
      return .actOn(target, act.id)
    default: return act(key, context)
    }
    return .stay
  }

  private mutating func act(_ key: Key, _ context: DialogContext) -> DialogStep {
    let vim = context.settings.vim
    guard let target = aimed else {
      guard FindingAct.all.contains(where: { $0.isMeant(by: key, vim: vim) }) else {
        return read(key, context)
      }
      said = nobody
      return .stay
    }
    guard let act = FindingAct.meant(by: key, on: target, vim: vim) else {
      return read(key, context)
    }
    if let reason = refusals[act.id] {
      said = "\(act.label): \(reason)"
      return .stay
    }
    return .actOn(target, act.id)
  }

  /// Why there is nobody to act on.
  private var nobody: String {
    guard let cursor else { return "what is under the cursor was not on the screen before the key" }
    if !stops.contains(cursor) {
      return "no finding names the one under the cursor any more: the arrow keys choose another"
    }
    return "this finding names no process and no group"
  }

  /// To the next place, as far as the screen shows it or the next line brings it up; else by a line.
  private mutating func move(by step: Int, _ context: DialogContext) {
    let page = page(context)
    let height = page.size(context).height
    let visible = max(1, page.visibleLines(height: height))
    let limit = page.scrollLimit(height: height)
    top = max(0, min(top, limit))
    let places = stops
    let lines = page.body.indices.filter { page.body[$0].entry != nil }
    let now = shown.flatMap { places.firstIndex(of: $0) }
    // From a place that is out of sight the cursor comes to the nearest that is in it.
    let isInSight = now.map { lines.indices.contains($0) && inSight(lines[$0], visible) } ?? false
    let next: Int?
    if let now, isInSight {
      next = now + step
    } else {
      let inSight = lines.indices.filter { self.inSight(lines[$0], visible) }
      next = step > 0 ? inSight.first : inSight.last
    }
    func goThere() -> Bool {
      guard let next, places.indices.contains(next), lines.indices.contains(next),
        inSight(lines[next], visible)
      else { return false }
      cursor = places[next]
      return true
    }
    if goThere() { return }
    top = max(0, min(limit, top + step))
    _ = goThere()
  }

  private func inSight(_ line: Int, _ visible: Int) -> Bool { (top..<top + visible).contains(line) }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    guard stops.indices.contains(entry) else { return .stay }
    let wasThere = cursor == stops[entry]
    cursor = stops[entry]
    return wasThere && cursor?.target != nil ? update(.enter, context) : .stay
  }
}
