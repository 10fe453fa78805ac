import LinuxKernel

/// The line of a process that was under the cursor and left the list: it ended, or what the list shows
/// changed. It stays for some samples, so that no other process slips under the cursor.
struct AbsentLine: Sendable, Equatable {
  /// Samples it stays for.
  static let lifetime = 8

  let process: ProcessID
  /// Already made visible.
  let name: String
  /// Where it stands among the pane's lines.
  let line: Int
  var samplesLeft = Self.lifetime
}

/// Lines as they are shown: the pane's own, with the one of an absent process between them.
extension App {
  /// How many lines the list has.
  var lineCount: Int { currentPane.lineCount(self) + (selection.absent == nil ? 0 : 1) }

  /// The pane's own line at a line that is shown; nil for an absent process's.
  func ownLine(at line: Int) -> Int? {
    guard let absent = selection.absent else { return line }
    return line == absent.line ? nil : line > absent.line ? line - 1 : line
  }

  /// The row of the process table on a line; nil where there is none, or its process ended.
  func row(atLine line: Int) -> Int? {
    guard let own = ownLine(at: line) else {
      return selection.absent.flatMap { model.processes.index(of: $0.process) }
    }
    return currentPane.row(self, own)
  }

  /// The process on a line of the pane.
  func id(atLine line: Int) -> ProcessID? {
    row(atLine: line).map { model.processes.rows[$0].id }
  }

  /// The line that a process stands on in the list; nil where the list does not hold it.
  func line(of process: ProcessID) -> Int? {
    guard let own = currentPane.processes?.line(self, process) else { return nil }
    guard let absent = selection.absent, own >= absent.line else { return own }
    return own + 1
  }

  /// What stands on an absent process's line.
  func text(of absent: AbsentLine) -> String {
    let what =
      model.processes.index(of: absent.process) == nil
      ? "has ended"
      : pane == .victims && victimFilter.isEmpty ? "is no victim now" : "is not in this list now"
    return "\(absent.process.pid) \(absent.name) \(what)"
  }

  func drawAbsent(_ line: Int, into surface: inout Surface, _ area: Rect) {
    guard let absent = selection.absent else { return }
    let isSelected = line == selection.cursor
    surface.fill(area, style: Style(.plain, selected: isSelected))
    surface.put(
      text(of: absent), x: area.x + 2, y: area.y, style: Style(.dim, selected: isSelected),
      limit: area.width - 2)
  }

  /// Puts the cursor on its process. Where that left the list, the line stays, marked, and nobody
  /// takes its place under the cursor.
  ///
  /// - Parameter byUser: the user changed what is shown, and the cursor goes to what is there now.
  mutating func follow(byUser: Bool = false) {
    defer {
      fitCursor()
      rememberCursor()
    }
    guard currentPane.processes != nil else {
      selection.absent = nil
      return
    }
    if let absent = selection.absent {
      let isBack = currentPane.processes?.line(self, absent.process) != nil
      if byUser || isBack { selection.absent = nil }
      if selection.absent != nil, absent.samplesLeft <= 0 {
        selection.absent = nil
        if selection.process != nil { selection.process = id(atLine: selection.cursor) }
        return
      }
    }
    if let group = selection.group, pane == .processes {
      if let place = list.line(ofGroup: group.name) {
        selection.cursor = place
        return
      }
      selection.group = nil
      if byUser { rest() }
      return
    }
    if let process = selection.process {
      if let place = line(of: process) {
        selection.cursor = place
        return
      }
      if byUser, pane == .processes, let group = group(of: process),
        let place = list.line(ofGroup: group.name)
      {
        selection.process = nil
        selection.group = Selection.Group(name: group.name)
        selection.cursor = place
        return
      }
      if byUser {
        fitCursor()
        selection.process = id(atLine: selection.cursor)
      }
    }
    // What ended while another pane was shown has no place in this one.
    if !byUser { markAbsent() }
  }

  /// Marks the place of the process that was under the cursor, where it left the list. On the first
  /// line the cursor follows nobody, and only one that ended leaves a mark.
  private mutating func markAbsent() {
    let count = currentPane.lineCount(self)
    guard count > 0, selection.absent == nil, let last = selection.last,
      selection.process == nil || selection.process == last.process,
      selection.process != nil || model.processes.index(of: last.process) == nil
    else { return }
    let line = min(selection.cursor, count)
    selection.absent = AbsentLine(process: last.process, name: last.name, line: line)
    selection.cursor = line
  }

  mutating func rememberCursor() {
    guard let row = row(atLine: selection.cursor) else { return }
    selection.last = Selection.Named(process: model.processes.rows[row].id, name: name(ofRow: row))
  }

  /// A sample went by.
  mutating func ageAbsent() { selection.absent?.samplesLeft -= 1 }

  /// Takes the mark away once the cursor has left it.
  mutating func passAbsent() {
    guard let absent = selection.absent, selection.cursor != absent.line else { return }
    if selection.cursor > absent.line { selection.cursor -= 1 }
    selection.absent = nil
  }
}
