import LinuxKernel
import MemtopCore

/// What messages do.
extension App {
  /// Changes the state; what is to be done outside comes back, in order.
  public mutating func update(_ message: Message) -> [Effect] {
    let effects: [Effect]
    switch message {
    case .drawn:
      sight.draw(subject(atLine: selection.cursor))
      noteSight()
      showFindings()
      return []
    case .seen:
      if sight.see() {
        selection.aimed = sight.subject
        seeFindings()
      }
      return []
    case .key(let key):
      effects = take(key)
      sight.change()
    case .paste(let text):
      effects = paste(text)
      sight.change()
    case .mouse(let mouse):
      effects = take(mouse)
      sight.change()
    case .resized(let width, let height):
      self.width = max(0, width)
      self.height = max(0, height)
      effects = change { _ in }
    case .clock(let now):
      wall = now
      return []
    case .held(let found):
      effects = tookHold(found) + tellDialog(message)
    case .saved(let outcome):
      notes.add(Self.text(outcome))
      effects = tellDialog(message)
    case .protection(let holds):
      isProtected = holds
      return []
    case .source(let reason):
      sourceReason = reason
      return []
    case .kills(let news):
      listingEvents { $0.kills.take(news) }
      effects = []
    case .journal(let news):
      listingEvents { $0.kills.take(news) }
      effects = []
    case .kernel(let memory):
      take(memory)
      effects = []
    case .groups(let news):
      take(news)
      findWantedGroup()
      effects = tellDialog(message)
    case .carriedOut(let deed, let outcome): effects = took(deed, outcome)
    case .mapped, .sampled, .planned: effects = tellDialog(message)
    case .notice(let text):
      notes.add(text)
      effects = []
    }
    foresee()
    follow()
    return effects
  }

  /// Pasted text is typed where text is asked for, without its line ends; elsewhere its letters would be
  /// commands.
  private mutating func paste(_ text: String) -> [Effect] {
    guard dialog?.takesText ?? (input != nil) else {
      notes.clear()
      notes.add("pasted text is taken only where text is typed")
      return []
    }
    return text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
      .flatMap { scalar in
        dialog == nil
          ? typeIntoInput(.character(scalar)) : typeIntoDialog(.character(scalar))
      }
  }

  private static func text(_ outcome: SaveOutcome) -> String {
    switch outcome {
    case .saved(let path): "settings saved to \(path)"
    case .failed(let reason): "settings not saved: \(reason)"
    }
  }

  private mutating func take(_ key: Key) -> [Effect] {
    if key == .control("c") { return [.quit] }
    if key == .control("l") { return [.redraw] }
    if key == .control("z") { return [.suspend] }
    if dialog != nil { return typeIntoDialog(key) }
    forgetFindings()
    notes.clear()
    if input != nil { return typeIntoInput(key) }
    if readCharts(key) { return [] }
    typed.append(key)
    switch Command.meaning(of: typed, vim: settings.vim) {
    case .command(let command):
      typed = []
      return run(command)
    case .unfinished: return []
    case .nothing:
      let wasSequence = typed.count > 1
      typed = []
      return wasSequence ? take(key) : []
    }
  }

  mutating func run(_ command: Command) -> [Effect] {
    if let reason = command.disabledReason(self) {
      notes.add("\(command.title): \(reason)")
      return []
    }
    return command.perform(&self)
  }

  /// Esc: takes back what is open, one thing at a time.
  mutating func leave() -> [Effect] {
    if step != nil { return dropStep() }
    search = nil
    return []
  }
}
