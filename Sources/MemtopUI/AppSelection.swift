import LinuxKernel
import MemtopCore

/// Moving the cursor, tagging, folding.
extension App {
  func name(ofRow row: Int) -> String {
    model.processes.comm(row).map { VisibleText.make($0) } ?? "?"
  }

  /// Moves the cursor, which follows the process it comes to from then on.
  mutating func move(by lines: Int) { move(to: selection.cursor + lines) }

  mutating func move(to line: Int) {
    selection.cursor = line
    fitCursor()
    passAbsent()
    fitCursor()
    selection.process = id(atLine: selection.cursor)
    selection.aimed = selection.process
    rememberCursor()
    currentPane.moved(&self)
  }

  /// To the first line, where the cursor stays whatever process comes there.
  mutating func moveToTop() {
    move(to: 0)
    selection.process = nil
  }

  /// Moves the wide text columns, as far as there is text on screen.
  mutating func scroll(by cells: Int) {
    let columns = table.columns.filter(\.scrolls)
    let writer = TableWriter(AppFrame(self))
    var hidden = 0
    guard pane == .processes else { return }
    for (line, row) in rowsOnScreen.enumerated() {
      let places = list.tree
      let guides = places.isEmpty ? 0 : TreeGuides.width(places[selection.top + line])
      for column in columns {
        hidden = max(hidden, measure(writer.text(column.field, row)) + guides - column.width)
      }
    }
    selection.scroll = max(0, min(selection.scroll + cells, hidden))
  }

  func measure(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, characterWidth($1)) }
  }

  /// Tags the process under the cursor, or takes its tag away, and goes on to the next.
  mutating func toggleTag() {
    guard let process = aimed else { return }
    if selection.tagged.remove(process) == nil { selection.tagged.insert(process) }
    move(by: 1)
  }

  /// Tags the process under the cursor and all below it in the family, hidden ones too.
  mutating func tagSubtree() {
    guard let first = aimed.flatMap({ model.processes.index(of: $0) }) else { return }
    let processes = model.processes.rows
    var children: [Int32: [Int]] = [:]
    for row in processes.indices {
      if let parent = processes[row].parent { children[parent, default: []].append(row) }
    }
    var pending = [first]
    var seen: Set<Int> = []
    while let row = pending.popLast() {
      guard seen.insert(row).inserted else { continue }
      selection.tagged.insert(processes[row].id)
      pending += children[processes[row].pid] ?? []
    }
  }

  /// Folds or unfolds the subtree under the cursor.
  mutating func fold(_ isFolded: Bool) {
    if pane == .groups { return foldGroup(isFolded) }
    guard let process = id(atLine: selection.cursor) else { return }
    if isFolded {
      selection.collapsed.insert(process)
    } else {
      selection.collapsed.remove(process)
    }
    selection.process = process
    reorder()
  }

  /// What an act is meant for: the tagged processes, or the one under the cursor.
  var targetRows: [Int] {
    // Whoever tagged some meant those, and not whoever is under the cursor once they have ended.
    guard selection.lostTags == 0 else { return [] }
    let tagged = selection.tagged.compactMap { model.processes.index(of: $0) }.sorted()
    if !tagged.isEmpty { return tagged }
    return aimed.flatMap { model.processes.index(of: $0) }.map { [$0] } ?? []
  }

  /// Whom an act is for where nothing is tagged: the process that the user saw under the cursor; nil
  /// where it ended since.
  var aimed: ProcessID? {
    guard let process = selection.aimed ?? sight.process else { return nil }
    return model.processes.index(of: process) == nil ? nil : process
  }

  /// Why there is nobody to act on.
  var noTarget: String {
    if selection.lostTags > 0 { return "the tagged processes have ended; nothing is tagged now" }
    if let absent = selection.absent { return text(of: absent) + ": the arrow keys choose another" }
    return (selection.aimed ?? sight.process) == nil
      ? "there is no process on this line" : "the process under the cursor has ended"
  }

  /// The targets that can be acted on: a process whose start is not known might be another by now.
  var targets: [AdjPlan.Row] {
    targetRows.compactMap { row in
      let process = model.processes.rows[row]
      guard process.startTime != nil else { return nil }
      return AdjPlan.Row(process: process.id, name: name(ofRow: row), adj: process.oomScoreAdj)
    }
  }
}
