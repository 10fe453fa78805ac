import LinuxKernel
import MemtopCore

/// Moving the cursor, folding, and whom an act is for.
extension App {
  func name(ofRow row: Int) -> String {
    model.processes.comm(row).map { VisibleText.make($0) } ?? "?"
  }

  /// Moves the cursor, which follows the process it comes to from then on.
  mutating func move(by lines: Int) { move(to: selection.cursor + lines) }

  mutating func move(to line: Int) {
    selection.cursor = line
    fitCursor()
    rest()
    currentPane.moved(&self)
  }

  /// The cursor follows what is on its line from now on.
  mutating func rest() {
    selection.process = id(atLine: selection.cursor)
    selection.aimed = subject(atLine: selection.cursor)
    selection.group = groupUnderCursor.map { Selection.Group(name: $0.name) }
    // A process that was left for a line that is no process's leaves no mark there when it ends.
    if selection.process == nil { selection.last = nil }
    rememberCursor()
  }

  /// To the first line, where the cursor stays whatever comes there.
  mutating func moveToTop() {
    move(to: 0)
    selection.process = nil
    selection.group = nil
  }

  /// Moves the wide text columns, as far as there is text on screen.
  mutating func scroll(by cells: Int) {
    let columns = table.columns.filter(\.scrolls)
    let writer = TableWriter(AppFrame(self))
    var hidden = 0
    guard pane == .processes else { return }
    for line in selection.top..<min(lineCount, selection.top + rowsHeight) {
      guard let own = ownLine(at: line), let row = row(atLine: line) else { continue }
      let guides = list.tree.isEmpty ? 0 : TreeGuides.width(list.tree[own])
      for column in columns {
        hidden = max(hidden, measure(writer.text(column.field, row)) + guides - column.width)
      }
    }
    selection.scroll = max(0, min(selection.scroll + cells, hidden))
  }

  func measure(_ text: String) -> Int {
    TextWrap.measure(text, characterWidth)
  }

  /// Folds or unfolds the subtree under the cursor.
  mutating func fold(_ isFolded: Bool) {
    if pane == .groups { return foldGroup(isFolded) }
    if settings.grouping != nil { return foldProcesses(isFolded) }
    guard let process = id(atLine: selection.cursor) else { return }
    if isFolded {
      selection.collapsed.insert(process)
    } else {
      selection.collapsed.remove(process)
    }
    selection.process = process
    reorder()
  }

  /// Shows the members of the group under the cursor, or of the process's there, or its own line only.
  private mutating func foldProcesses(_ isFolded: Bool) {
    guard let group = groupUnderCursor ?? groupOfCursor else { return }
    if isFolded {
      selection.openGroups.remove(group.name)
    } else {
      selection.openGroups.insert(group.name)
    }
    selection.process = nil
    selection.group = Selection.Group(name: group.name)
    reorder(byUser: true)
    rest()
  }

  /// The group of the process under the cursor.
  private var groupOfCursor: ProcessGroup? { id(atLine: selection.cursor).flatMap(group(of:)) }

  /// The group that a process is put into.
  func group(of process: ProcessID) -> ProcessGroup? {
    guard !list.groups.isEmpty, let row = model.processes.index(of: process) else { return nil }
    return list.groups.first { $0.members.contains(Int32(row)) }
  }

  /// The group whose own line is under the cursor; nil where a process's is.
  var groupUnderCursor: ProcessGroup? { group(atLine: selection.cursor) }

  func group(atLine line: Int) -> ProcessGroup? {
    guard pane == .processes, let own = ownLine(at: line) else { return nil }
    return list.group(atLine: own).map { list.groups[$0] }
  }

  func name(of group: ProcessGroup) -> String { group.name ?? "not known" }

  /// What an act is meant for: the tagged processes, or the one under the cursor.
  var targetRows: [Int] {
    // Whoever tagged some meant those, and not whoever is under the cursor once they have ended.
    guard !selection.tags.isLost(.process) else { return [] }
    let tagged = selection.tags.processes.compactMap { model.processes.index(of: $0) }.sorted()
    if !tagged.isEmpty { return tagged }
    return aimed.flatMap { model.processes.index(of: $0) }.map { [$0] } ?? []
  }

  /// Whom an act is for where nothing is tagged: the process that the user saw under the cursor; nil
  /// where it ended since.
  var aimed: ProcessID? {
    guard selection.group == nil, case .process(let process)? = selection.aimed ?? sight.subject
    else { return nil }
    return model.processes.index(of: process) == nil ? nil : process
  }

  /// Why there is nobody to act on.
  var noTarget: String {
    if selection.tags.isLost(.process) { return lostTags(.process) }
    if let group = groupUnderCursor {
      return "this line is \(group.members.count) processes: c tags them, + shows them"
    }
    if let absent = selection.absent(atLine: selection.cursor) {
      return text(of: absent) + ": the arrow keys choose another"
    }
    return (selection.aimed ?? sight.subject) == nil
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
