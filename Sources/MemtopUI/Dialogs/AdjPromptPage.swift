import LinuxKernel
import MemtopCore

/// What the prompt for `oom_score_adj` shows.
extension AdjPrompt {
  func shownPage(_ context: DialogContext) -> DialogPage {
    guard let lines = waiting("Taking hold of \(subject)", "Writing", context) else {
      return editingPage(context)
    }
    var page = DialogPage()
    page.body = lines
    page.leastWidth = 60
    return page
  }

  private var subject: String {
    asked.count == 1 ? "the process" : "\(asked.count) processes"
  }

  private func editingPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 60
    page.top = top
    page.body = ProcessLines.make(held.map(row), context)
    if rows.isEmpty {
      page.foot = context.wrapped("Nothing is left to change. Enter closes.", .warn)
      return page
    }
    let label = label(context)
    page.head = [DialogLine(label).adding(context.padded(shownNumber, to: 6), .input)]
    page.inputColumn = label.count + shownNumber.count
    if let problem {
      page.head += context.wrapped(problem, .bad)
    } else {
      page.head += context.wrapped(
        AdjMeaning.text(plan, total: totalBytes, unit: context.settings.unit), .dim)
    }
    if !changesNothing, problem == nil {
      let forecast = KillForecast(
        before: context.kill, after: context.killAfterEdits, edits: edits)
      let lines = forecast.lines(context)
      // Below a list that has to be scrolled it would not be seen.
      page.body =
        rows.count > Self.fewRows
        ? lines + [DialogLine()] + page.body : page.body + [DialogLine()] + lines
    }
    page.foot = remarks(context)
    page.leastHeight = page.head.count + page.body.count + Self.roomForRemarks + 2
    return page
  }

  private static let roomForRemarks = 3
  private static let fewRows = 6

  /// Short where it would push the number off the screen.
  private func label(_ context: DialogContext) -> String {
    if context.isNarrow { return isShift ? "Shift " : "New " }
    return isShift ? "Shift all by " : rows.count > 1 ? "New value of all " : "New value "
  }

  private var isShift: Bool {
    if typed != nil { return false }
    if case .shift = plan { return true }
    return false
  }

  private var shownNumber: String {
    if let typed { return typed.text }
    switch plan {
    case .set(let value): return String(value)
    case .shift(let step): return AdjMeaning.signed(step)
    }
  }

  private func row(_ process: HeldProcess) -> ProcessLines.Row {
    var row = ProcessLines.Row(process: process.process, name: process.name, text: "")
    guard process.isThere else {
      row.text = "has ended, left out"
      row.role = .dim
      return row
    }
    let old = process.adj.map(String.init) ?? "?"
    let new = problem == nil ? plan.value(for: process.adj).map(String.init) : nil
    guard let new else {
      row.text = problem == nil ? "value unknown, left out" : old
      row.role = .dim
      return row
    }
    row.text = Self.right(old) + " → " + Self.right(new)
    if new == old { row.role = .dim }
    return row
  }

  private static func right(_ number: String) -> String {
    TextWrap.pad(number, to: 5, right: true, columns: Surface.narrow)
  }

  /// What should be known before Enter: why nothing can be done, or what may come of it.
  private func remarks(_ context: DialogContext) -> [DialogLine] {
    if let reason = context.readOnlyReason {
      return context.wrapped("Nothing can be changed: \(reason).", .warn)
    }
    guard problem == nil else { return [] }
    let rewritten = held.compactMap { process -> String? in
      guard let before = overtaken[process.process], process.isThere else { return nil }
      return "! Somebody else set \(process.process.pid) from \(before.map(String.init) ?? "?") to "
        + "\(process.adj.map(String.init) ?? "?") meanwhile."
    }
    let news = rewritten.prefix(2).flatMap { context.wrapped($0, .warn, indent: 2) }
    if changesNothing {
      return news + context.wrapped("Nothing to change: the value is this already.", .dim)
    }
    return news
      + AdjWarning.all(for: cases(context)).flatMap {
        context.wrapped("! " + Self.sentence($0.text), .warn, indent: 2)
      }
  }

  private func cases(_ context: DialogContext) -> [AdjWarning.Case] {
    edits.compactMap { edit in
      held.first { $0.process == edit.process }.map {
        AdjWarning.Case(
          edit: edit, rights: $0.rights, owner: $0.owner, sharers: $0.sharers,
          floor: context.look(edit.process).adjMin)
      }
    }
  }

  /// With a capital and a full stop.
  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
