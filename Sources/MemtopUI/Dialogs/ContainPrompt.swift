import LinuxKernel
import MemtopCore

/// Asks for the limit of the new group that processes are put into; what that would do is shown next.
struct ContainPrompt: PagedDialog {
  let processes: [ProcessID]
  /// Who they are, in words; already made visible.
  private let subject: String
  /// What they hold now. Unit: bytes.
  private let resident: UInt64
  private var typed = TypedText(limit: 24)

  init(_ processes: [ProcessID], subject: String, resident: UInt64) {
    self.processes = processes
    self.subject = subject
    self.resident = resident
  }

  var title: String { "Contain \(subject)" }

  var takesText: Bool { true }

  var keys: [(key: String, label: String)] {
    [("Enter", "Preview"), ("Ctrl-U", "Clear"), ("Esc", "Cancel")]
  }

  private var limit: Result<LimitText, LimitText.Problem> {
    Result { () throws(LimitText.Problem) in try LimitText(typed.text) }
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return .close
    case .enter:
      guard case .success(let max) = limit, context.readOnlyReason == nil else { return .stay }
      return .prepare(.contain(processes, max: max), title: title)
    case .backspace: typed.backspace()
    case .control("u"), .delete: typed.clear()
    case .character(let scalar): typed.type(scalar)
    default: break
    }
    return .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 60
    let label = "Limit of a new group "
    page.head = [DialogLine(label).adding(context.padded(typed.text, to: 16), .input)]
    page.inputColumn = context.measure(label) + context.measure(typed.text)
    page.body = context.wrapped("2G, 1.8G, 512M, or 20% of what is above", .dim)
    let who = processes.count == 1 ? "It holds" : "They hold"
    page.body += context.wrapped(
      "\(who) \(Quantity.bytes(resident)) now, which stays charged to where it is: only what is "
        + "taken from now on counts against the limit.")
    if case .failure(let problem) = limit, !typed.text.isEmpty {
      page.foot = context.wrapped(problem.message, .bad)
    }
    return page
  }
}
