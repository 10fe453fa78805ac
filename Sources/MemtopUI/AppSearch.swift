import LinuxKernel
import MemtopCore

/// Searching and filtering while the user types.
extension App {
  mutating func openInput(_ purpose: InputLine.Purpose) {
    search = nil
    input = InputLine(
      purpose: purpose, text: purpose == .filter ? shownFilter : "", problem: nil,
      selectionBefore: selection, filterBefore: shownFilter)
  }

  /// What the pane's list is narrowed by.
  private var shownFilter: String { currentPane.filtering?.source(self) ?? "" }

  private mutating func use(filter text: String) -> Result<[Effect], Pane.FilterProblem> {
    currentPane.filtering?.use(&self, text) ?? .success([])
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
      return (try? use(filter: input.text).get()) ?? []
    }
  }

  private mutating func leaveInput(_ input: InputLine) -> [Effect] {
    self.input = nil
    selection.cursor = input.selectionBefore.cursor
    selection.process = input.selectionBefore.process
    currentPane.moved(&self)
    return (try? use(filter: input.filterBefore).get()) ?? []
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
    switch use(filter: input.text) {
    case .failure(let problem):
      self.input?.problem = problem.message
      return filterByFinishedWords(input.text)
    case .success(let effects):
      self.input?.problem = nil
      // `rss` on the way to `rss>1G` is a name that no process has.
      guard (currentPane.filtering?.count ?? currentPane.lineCount)(self) == 0,
        currentPane.filtering?.mayBecomeTerm(Filter.lastWord(of: input.text)) ?? false
      else { return effects }
      return filterByFinishedWords(input.text)
    }
  }

  /// The word that is being typed says nothing yet.
  private mutating func filterByFinishedWords(_ text: String) -> [Effect] {
    let word = Filter.lastWord(of: text)
    var finished = text.dropLast(word.count)
    while finished.last == " " { finished.removeLast() }
    return (try? use(filter: String(finished)).get()) ?? []
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
    for distance in 0..<count {
      let line = (((start + distance * step) % count) + count) % count
      if currentPane.isFound(self, line, match) { return line }
    }
    return nil
  }

  /// Whether what names the process of a line holds a text.
  func isFound(_ match: TextMatch, inProcessAt line: Int) -> Bool {
    guard let row = row(atLine: line) else { return false }
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
