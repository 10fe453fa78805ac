import LinuxKernel
import MemtopCore

/// Searching and filtering while the user types.
extension App {
  mutating func openInput(_ purpose: InputLine.Purpose) {
    search = nil
    input = InputLine(
      purpose: purpose, text: purpose == .filter ? filter.source : "", problem: nil,
      selectionBefore: selection, filterBefore: filter)
  }

  mutating func typeIntoInput(_ key: Key) -> [Effect] {
    guard var input else { return [] }
    switch key {
    case .enter: return keepInput(input)
    case .escape: return leaveInput(input)
    case .backspace:
      if !input.text.isEmpty { input.text.unicodeScalars.removeLast() }
    case .control("u"), .delete: input.text = ""
    case .character(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7f:
      guard input.text.unicodeScalars.count < 200 else { return [] }
      input.text.unicodeScalars.append(scalar)
    case .up:
      move(by: -1)
      return []
    case .down:
      move(by: 1)
      return []
    default: return []
    }
    self.input = input
    return input.purpose == .search ? typedSearch(input) : typedFilter(input)
  }

  private mutating func keepInput(_ input: InputLine) -> [Effect] {
    guard input.problem == nil else { return [] }
    self.input = nil
    switch input.purpose {
    case .search:
      search = input.text.isEmpty ? nil : input.text
      return []
    case .filter:
      // A last word that was held back while it might have become a term holds now.
      guard let whole = try? Filter(input.text), whole != filter else { return [] }
      return change { $0.filter = whole }
    }
  }

  private mutating func leaveInput(_ input: InputLine) -> [Effect] {
    self.input = nil
    selection.cursor = input.selectionBefore.cursor
    selection.process = input.selectionBefore.process
    return change { $0.filter = input.filterBefore }
  }

  private mutating func typedSearch(_ input: InputLine) -> [Effect] {
    let origin =
      input.selectionBefore.process.flatMap { line(of: $0) }
      ?? input.selectionBefore.cursor
    guard let match = TextMatch(input.text) else {
      move(to: origin)
      return []
    }
    if let found = line(matching: match, from: origin, step: 1) {
      self.input?.problem = nil
      move(to: found)
    } else {
      notes.clear()
      notes.add("nothing found")
    }
    return []
  }

  private mutating func typedFilter(_ input: InputLine) -> [Effect] {
    let whole: Filter
    do throws(Filter.Failure) {
      whole = try Filter(input.text)
      self.input?.problem = nil
    } catch {
      self.input?.problem = error.message
      return filterByFinishedWords(input.text)
    }
    let effects = change { $0.filter = whole }
    // `rss` on the way to `rss>1G` is a name that no process has.
    guard list.rows.isEmpty, Filter.mayBecomeTerm(Filter.lastWord(of: input.text)) else {
      return effects
    }
    return filterByFinishedWords(input.text)
  }

  /// The word that is being typed says nothing yet.
  private mutating func filterByFinishedWords(_ text: String) -> [Effect] {
    let word = Filter.lastWord(of: text)
    var finished = text.dropLast(word.count)
    while finished.last == " " { finished.removeLast() }
    guard let rest = try? Filter(String(finished)) else { return [] }
    return change { $0.filter = rest }
  }

  /// Goes to the next line that the standing search finds, round the end.
  mutating func goOn(step: Int) {
    guard let match = search.flatMap(TextMatch.init) else { return }
    if let found = line(matching: match, from: selection.cursor + step, step: step) {
      move(to: found)
    } else {
      notes.add("nothing found")
    }
  }

  private func line(matching match: TextMatch, from start: Int, step: Int) -> Int? {
    let count = lineCount
    let events = pane == .events ? self.events : []
    for distance in 0..<count {
      let line = (((start + distance * step) % count) + count) % count
      if let row = row(atLine: line), matches(match, row) { return line }
      if let text = kernelText(atLine: line), match.isFound(in: text) { return line }
      if events.indices.contains(line), matches(match, events[line]) { return line }
    }
    return nil
  }

  private func matches(_ match: TextMatch, _ event: ListedEvent) -> Bool {
    EventColumn.all.contains { match.isFound(in: $0.text(event, self)) }
  }

  private func matches(_ match: TextMatch, _ row: Int) -> Bool {
    if match.isFound(in: name(ofRow: row)) { return true }
    if match.isFound(in: String(model.processes.rows[row].pid)) { return true }
    if let line = model.commandLine(row), match.isFound(in: line) { return true }
    return model.userName(row).map { match.isFound(in: VisibleText.make($0)) } ?? false
  }

  /// What is marked in the rows: what is typed now, or the standing search.
  var marked: TextMatch? {
    if let input, input.purpose == .search { return TextMatch(input.text) }
    return search.flatMap(TextMatch.init)
  }
}
