import LinuxKernel
import MemtopCore

/// Sends a signal: which one, then once more with the processes named.
///
/// It takes hold of the processes itself unless `Message.held` comes before the signal is confirmed.
struct SignalMenu: DeedDialog {
  let processes: [(id: ProcessID, name: String)]
  var stage = DeedStage.deciding
  /// Which signal is chosen, and it is asked once more with the processes named.
  private(set) var isConfirming = false
  private(set) var cursor = ListCursor()
  /// Digits of a signal's number typed so far.
  private var digits = ""
  /// The processes that are gone; nil before they were taken hold of.
  private(set) var gone: Set<ProcessID>?
  private(set) var top = 0

  /// - Parameter processes: names already made visible.
  init(processes: [(ProcessID, String)]) {
    self.processes = processes.map { (id: $0.0, name: VisibleText.make($0.1)) }
  }

  var isReady: Bool { isConfirming }

  var choice: SignalChoice { SignalChoice.all[cursor.index] }

  var targets: [(id: ProcessID, name: String)] {
    processes.filter { gone?.contains($0.id) != true }
  }

  /// `4121 postgres`, or how many they are.
  var subject: String {
    processes.count == 1
      ? "\(processes[0].id.pid) \(processes[0].name)" : "\(processes.count) processes"
  }

  var title: String { "Send a signal to \(subject)" }

  var decidingKeys: [(key: String, label: String)] {
    isConfirming
      ? [("Enter", "Send"), ("Up Down", "Scroll"), ("Esc", "Back")]
      : [("Enter", "Choose"), ("Up Down", "Move"), ("0-9 A-Z", "Jump"), ("Esc", "Cancel")]
  }

  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep {
    guard isConfirming else { return choose(key, context) }
    switch key {
    case .escape:
      isConfirming = false
      top = 0
    case .enter: return confirm(context)
    default: top = scrolled(top, key, context) ?? top
    }
    return .stay
  }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    digits = ""
    return cursor.click(entry) ? update(.enter, context) : .stay
  }

  private mutating func choose(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: SignalChoice.all.count, context) {
      digits = ""
      return .stay
    }
    switch key {
    case .escape: return closed
    case .enter: isConfirming = true
    case .character(let scalar) where ("0"..."9").contains(scalar): jump(toDigit: scalar)
    case .character(let scalar):
      digits = ""
      cursor.jump(to: scalar, in: SignalChoice.all.map { String($0.name.dropFirst(3)) })
    default: break
    }
    return .stay
  }

  /// `1` goes to signal 1, `5` after it to 15; a digit that leads nowhere begins a new number.
  private mutating func jump(toDigit digit: Unicode.Scalar) {
    for number in [digits + String(digit), String(digit)] {
      let found =
        SignalChoice.all.firstIndex { String($0.number) == number }
        ?? SignalChoice.all.firstIndex { String($0.number).hasPrefix(number) }
      if let found {
        digits = number
        cursor.index = found
        return
      }
    }
    digits = ""
  }

  private mutating func confirm(_ context: DialogContext) -> DialogStep {
    guard context.readOnlyReason == nil else { return .stay }
    guard gone != nil else {
      stage = .taking
      return .act([.hold(processes.map(\.id))])
    }
    if targets.isEmpty { return closed }
    stage = .doing
    return .act([.carryOut(.signal(targets.map(\.id), choice))])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.held(let found), .deciding): take(found)
    case (.held(let found), .taking):
      take(found)
      stage = .deciding
      // Whoever confirmed one list is asked again about a shorter one.
      if gone?.isEmpty == true { return confirm(context) }
    case (.sampled, .deciding):
      let ended = processes.lazy.map(\.id).filter { !context.look($0).isThere }
      if !ended.isEmpty { gone = (gone ?? []).union(ended) }
    case (.carriedOut(.signal, let outcome), .doing):
      let ended = processes.filter { gone?.contains($0.id) == true }
      return take(outcome, besides: ended.map { "\($0.id.pid) \($0.name): gone" })
    default: break
    }
    return .stay
  }

  private mutating func take(_ found: [HeldProcess]) {
    let there = Set(found.lazy.filter(\.isThere).map(\.process))
    gone = Set(processes.lazy.map(\.id)).subtracting(there)
  }
}
