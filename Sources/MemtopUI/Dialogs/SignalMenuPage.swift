import LinuxKernel
import MemtopCore

/// What the signal menu shows.
extension SignalMenu {
  func shownPage(_ context: DialogContext) -> DialogPage {
    isConfirming ? confirmingPage(context) : choosingPage(context)
  }

  private func choosingPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.cursor = cursor.index
    page.body = SignalChoice.all.map { signal in
      DialogLine(context.padded(String(signal.number), to: 2, right: true) + " ", .dim)
        .adding(context.padded(signal.name, to: 9))
        .adding(signal.effect, .dim)
    }
    page.numberEntries()
    page.body[cursor.index].isSelected = true
    return page
  }

  private func confirmingPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 50
    page.top = top
    page.head = context.wrapped("Send \(choice.name) to \(recipient)?")
    page.head += context.wrapped("\(choice.name) \(choice.effect).", .dim)
    if processes.count > 1 || gone?.isEmpty == false {
      page.body = ProcessLines.make(processes.map(row), context)
    }
    page.foot = remark(context)
    return page
  }

  private var recipient: String {
    switch targets.count {
    case 0: subject
    case 1: "\(targets[0].id.pid) \(targets[0].name)"
    default: "these \(targets.count) processes"
    }
  }

  private func row(_ process: (id: ProcessID, name: String)) -> ProcessLines.Row {
    let isGone = gone?.contains(process.id) == true
    return ProcessLines.Row(
      process: process.id, name: process.name, text: isGone ? "has ended, left out" : "",
      role: isGone ? .dim : .plain)
  }

  private func remark(_ context: DialogContext) -> [DialogLine] {
    if let reason = context.readOnlyReason {
      return context.wrapped("Nothing can be sent: \(reason).", .warn)
    }
    if let lines = waiting("Taking hold", "Sending", context) { return lines }
    if targets.isEmpty { return context.wrapped("Nobody is left to send it to.", .warn) }
    return warnings(context) + context.wrapped("Enter sends, Esc goes back.", .accent)
  }

  private static let warningsShown = 3

  private func warnings(_ context: DialogContext) -> [DialogLine] {
    guard choice.number != 0 else { return [] }
    let all = targets.compactMap { context.look($0.id).warning }
    let rest = all.count - Self.warningsShown
    return all.prefix(Self.warningsShown).flatMap {
      context.wrapped("! \($0).", .warn, indent: 2)
    } + (rest > 0 ? [DialogLine("! and \(rest) more of this kind", .warn)] : [])
  }
}
