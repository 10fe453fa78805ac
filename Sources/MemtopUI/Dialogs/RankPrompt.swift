import LinuxKernel
import MemtopCore

/// Protects or sacrifices a process: asks for the place in the kill order that it should have, and
/// finds the smallest change of `oom_score_adj` that gives it that.
///
/// Whoever opens it sends `Effect.hold` for its process; it waits for `Message.held`.
struct RankPrompt: PagedDialog {
  private let asked: AdjPlan.Row
  private let group: String?
  private(set) var held: HeldProcess?
  /// The rank that is wanted; nil for "never".
  private(set) var wanted: Int? = 1
  private var typed: TypedText?
  /// The rank was chosen, and does not follow the present one any more.
  private var isChosen = false

  /// - Parameter group: whose order is meant; nil for the host's.
  init(_ row: AdjPlan.Row, group: String?) {
    asked = row
    self.group = group
  }

  var title: String {
    "Kill rank of \(asked.process.pid) \(VisibleText.make(asked.name))"
  }

  var keys: [(key: String, label: String)] {
    [
      ("Enter", "Preview"), ("0-9", "Rank"), ("Up Down", "1"), ("PgUp PgDn", "10"), ("n", "Never"),
      ("Esc", "Cancel"),
    ]
  }

  var takesText: Bool { true }

  var killPlan: KillPlan? { KillPlan(group: group) }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch message {
    case .held(let found): held = HeldProcess.answers(to: [asked], in: found).first
    case .sampled:
      let look = context.look(asked.process)
      held = look.isThere ? held?.changed(adj: look.adj) : held?.changed(isThere: false)
    default: break
    }
    return .stay
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    guard let held, held.isThere else { return key == .escape ? .finish([.release]) : .stay }
    switch key {
    case .escape: return .finish([.release])
    case .enter:
      guard case .change(let adj) = answer(context) else { return .stay }
      return .preview(held, adj)
    case .up: nudge(by: -1, context)
    case .down: nudge(by: 1, context)
    case .pageUp: nudge(by: -10, context)
    case .pageDown: nudge(by: 10, context)
    case .character("n"): choose(nil)
    case .backspace: type { $0.backspace() }
    case .delete, .control("u"): type { $0.clear() }
    // Whatever is no number is shown and refused: dropped, it would leave another number standing.
    case .character(let scalar): type { $0.type(scalar) }
    default: break
    }
    return .stay
  }

  private mutating func choose(_ rank: Int?) {
    wanted = rank
    isChosen = true
    typed = nil
  }

  private mutating func nudge(by step: Int, _ context: DialogContext) {
    let count = max(1, order(context)?.victims.count ?? 1)
    let now = shownRank(context) ?? count
    choose(max(1, min(count, now + step)))
  }

  private mutating func type(_ change: (inout TypedText) -> Void) {
    var text = typed ?? TypedText(limit: 7)
    change(&text)
    typed = text
    isChosen = true
    wanted = Int(text.text) ?? wanted
  }

  /// Nil, or why what is typed is no rank.
  private func problem(_ context: DialogContext) -> String? {
    guard let text = typed?.text else { return nil }
    let count = order(context)?.victims.count
    let range = "Type a rank from 1 to \(count.map(String.init) ?? "the last"), or n for never."
    guard let rank = Int(text) else {
      return (text.isEmpty ? "" : "\(VisibleText.make(text)) is no rank. ") + range
    }
    guard rank >= 1 else { return "There is no rank \(rank). " + range }
    if let count, rank > count { return "Only \(count) can be killed. " + range }
    return nil
  }

  /// The rank in the input: what was chosen, before that the present one.
  private func shownRank(_ context: DialogContext) -> Int? {
    isChosen ? wanted : present(context)
  }

  private func order(_ context: DialogContext) -> KillOrder? { order(context, in: context.kill) }

  private func order(_ context: DialogContext, in kill: KillPicture?) -> KillOrder? {
    guard let kill else { return nil }
    guard let group = kill.group, let candidate = kill.candidate(asked.process),
      group.scope.holds(candidate, kill.candidates)
    else { return kill.host }
    return group
  }

  private func present(_ context: DialogContext) -> Int? {
    context.kill?.rank(asked.process, in: order(context))
  }

  private enum Answer {
    case reading
    /// What is typed is no rank.
    case invalid(String)
    case change(Int32)
    case unchanged
    /// No value does it; true where more rights would let one.
    case none(withRights: Bool)
  }

  private func answer(_ context: DialogContext) -> Answer {
    guard let kill = context.kill, let scope = order(context)?.scope, let held, let old = held.adj
    else { return .reading }
    if let problem = problem(context) { return .invalid(problem) }
    let rank = shownRank(context)
    guard rank != present(context) else { return .unchanged }
    let goal: AdjForRank.Goal
    if let rank, rank < present(context) ?? .max {
      goal = .sacrifice(atLatest: rank)
    } else {
      goal = .protect(atEarliest: rank ?? .max)
    }
    func find(_ allowed: ClosedRange<Int32>) -> Int32? {
      AdjForRank.find(goal, for: asked.process.pid, kill.candidates, scope, allowed: allowed)
    }
    let range = OOMScoreAdj.range
    // Without the right the value can go down to its floor, which is 0 for nearly every process.
    let lowest = held.rights.canLower ? range.lowerBound : min(0, old)
    if let adj = find(lowest...range.upperBound) { return adj == old ? .unchanged : .change(adj) }
    return .none(withRights: find(range) != nil)
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 60
    page.leastHeight = 6
    guard let held else {
      page.body = [DialogLine("Taking hold of the process" + context.glyphs.more, .dim)]
      return page
    }
    guard held.isThere else {
      page.body = [DialogLine("The process is gone. Esc closes.", .warn)]
      return page
    }
    let view = context.kill?.view
    let label = view?.isWhole == false ? "Dies at rank, of the visible: " : "Dies at rank "
    let number = typed?.text ?? shownRank(context).map(String.init) ?? "never"
    page.head = [DialogLine(label).adding(context.padded(number, to: 7), .input)]
    page.inputColumn = label.count + number.count
    let count = order(context)?.victims.count ?? 0
    let now = present(context).map(String.init) ?? "never killed"
    let scope = order(context)?.scope.group.map { VisibleText.make($0) } ?? "the host"
    page.body = context.wrapped(
      "Now: \(now) of \(view?.count(count) ?? String(count)) in \(scope), oom_score_adj "
        + "\(held.adj.map(String.init) ?? "?").", .dim)
    if let warning = view?.warning { page.body += context.wrapped("! " + warning, .warn) }
    page.body += says(answer(context), held, context)
    return page
  }

  private func says(
    _ answer: Answer, _ held: HeldProcess, _ context: DialogContext
  ) -> [DialogLine] {
    switch answer {
    case .reading: return [DialogLine("The kill order is being read" + context.glyphs.more, .dim)]
    case .invalid(let problem): return context.wrapped(problem, .bad)
    case .unchanged: return context.wrapped("That is where it stands now.", .dim)
    case .change(let adj):
      let what = adj < held.adj ?? 0 ? "protects" : "sacrifices"
      let edit = AdjEdit(
        process: held.process, name: held.name, old: held.adj, new: adj)
      let after = context.kill?.after([held.process: adj])
      let forecast = KillForecast(before: context.kill, after: after, edits: [edit])
      var lines = context.wrapped(
        "oom_score_adj \(adj) is the smallest change that \(what) it so far. Enter previews it "
          + "in the table.")
      let place = after?.rank(held.process, in: order(context, in: after))
      if let place, let wanted = shownRank(context), place != wanted {
        lines += context.wrapped(
          "It then dies at rank \(place): a step of oom_score_adj is 1/1000 of all memory, and no "
            + "step ends at \(wanted).", .dim)
      }
      return lines + [DialogLine()] + forecast.lines(context)
    case .none(withRights: true):
      var lines = context.wrapped(
        "Only a value below the present floor does it: that needs CAP_SYS_RESOURCE.", .warn)
      if let (other, adj) = sacrifice(context) {
        lines += context.wrapped(
          "Without that right another can go first: \(other.pid) \(context.name(other)) at "
            + "oom_score_adj \(adj) (o on its row).")
      }
      return lines
    case .none: return context.wrapped("No value of oom_score_adj does it.", .warn)
    }
  }

  /// Who would die before it with the smallest rise: the first that comes after it now.
  private func sacrifice(_ context: DialogContext) -> (ProcessID, Int32)? {
    guard let kill = context.kill, let order = order(context), let rank = present(context) else {
      return nil
    }
    for victim in order.victims.dropFirst(rank).prefix(Self.sacrificesTried) {
      let other = kill.id(victim.row)
      let now = kill.candidates.processes[Int(victim.row)].adj
      if let adj = AdjForRank.find(
        .sacrifice(atLatest: rank), for: other.pid, kill.candidates, order.scope,
        allowed: now...OOMScoreAdj.range.upperBound), adj > now
      {
        return (other, adj)
      }
    }
    return nil
  }

  private static let sacrificesTried = 5
}
