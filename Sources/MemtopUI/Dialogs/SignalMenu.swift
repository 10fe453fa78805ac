import LinuxKernel
import MemtopCore

/// Sends a signal: which one, then once more with the processes named.
///
/// It takes hold of the processes itself unless `Message.held` comes before the signal is confirmed.
public struct SignalMenu: PagedDialog {
  enum Stage: Sendable {
    case choosing
    case confirming
    /// Waits for hold, to send at once.
    case taking
    case sending
    case done(OutcomeDialog)
  }

  let processes: [(id: ProcessID, name: String)]
  private(set) var stage = Stage.choosing
  private(set) var cursor = ListCursor()
  /// Digits of a signal's number typed so far.
  private var digits = ""
  /// The processes that are gone; nil before they were taken hold of.
  private(set) var gone: Set<ProcessID>?
  private(set) var top = 0

  /// - Parameter processes: names already made visible.
  public init(processes: [(ProcessID, String)]) {
    self.processes = processes.map { (id: $0.0, name: VisibleText.make($0.1)) }
  }

  public var isArmed: Bool { if case .confirming = stage { true } else { false } }

  var choice: SignalChoice { SignalChoice.all[cursor.index] }

  var targets: [(id: ProcessID, name: String)] {
    processes.filter { gone?.contains($0.id) != true }
  }

  /// `4121 postgres`, or how many they are.
  var subject: String {
    processes.count == 1
      ? "\(processes[0].id.pid) \(processes[0].name)" : "\(processes.count) processes"
  }

  public var tellsOutcome: Bool { if case .done = stage { true } else { false } }

  public var title: String { "Send a signal to \(subject)" }

  public var keys: [(key: String, label: String)] {
    switch stage {
    case .choosing:
      [("Enter", "Choose"), ("Up Down", "Move"), ("0-9 A-Z", "Jump"), ("Esc", "Cancel")]
    case .confirming: [("Enter", "Send"), ("Up Down", "Scroll"), ("Esc", "Back")]
    case .taking, .sending: [("Esc", "Close")]
    case .done: [("Enter", "Close")]
    }
  }

  public mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch stage {
    case .choosing: return choose(key, context)
    case .confirming:
      switch key {
      case .escape:
        stage = .choosing
        top = 0
      case .enter: return confirm(context)
      default: top = scrolled(top, key, context) ?? top
      }
      return .stay
    case .taking, .sending: return key == .escape ? .finish([.release]) : .stay
    case .done(var outcome):
      if case .stay = outcome.update(key, context) {
        stage = .done(outcome)
        return .stay
      }
      return .finish([.release])
    }
  }

  public mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    digits = ""
    return cursor.click(entry) ? update(.enter, context) : .stay
  }

  private mutating func choose(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: SignalChoice.all.count, context) {
      digits = ""
      return .stay
    }
    switch key {
    case .escape: return .finish([.release])
    case .enter: stage = .confirming
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
    if targets.isEmpty { return .finish([.release]) }
    stage = .sending
    return .act([.signal(targets.map(\.id), choice)])
  }

  public mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.held(let found), .choosing), (.held(let found), .confirming): take(found)
    case (.held(let found), .taking):
      take(found)
      stage = .confirming
      // Whoever confirmed one list is asked again about a shorter one.
      if gone?.isEmpty == true { return confirm(context) }
    case (.sampled, .choosing), (.sampled, .confirming):
      let ended = processes.lazy.map(\.id).filter { !context.look($0).isThere }
      if !ended.isEmpty { gone = (gone ?? []).union(ended) }
    case (.signalled(let outcomes), .sending):
      if outcomes.count == 1, processes.count == 1, outcomes[0].result == .sent {
        return .finish([.release])
      }
      stage = .done(OutcomeDialog(title: title, lines: outcomes.map(\.line)))
    default: break
    }
    return .stay
  }

  private mutating func take(_ found: [HeldProcess]) {
    let there = Set(found.lazy.filter(\.isThere).map(\.process))
    gone = Set(processes.lazy.map(\.id)).subtracting(there)
  }
}
