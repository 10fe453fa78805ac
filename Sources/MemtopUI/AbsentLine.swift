import LinuxKernel

/// The line of a process that left the list: one that ended in sight, or one under the cursor that the list
/// shows no more. It stays for some samples, so that the eye finds what went, and no other process slips
/// under the cursor.
struct AbsentLine: Sendable, Equatable {
  /// Samples it stays for.
  static let lifetime = 8

  let process: ProcessID
  /// Already made visible.
  let name: String
  /// Where it stands among the lines that are shown.
  var line: Int
  var samplesLeft = Self.lifetime
}

/// Lines as they are shown: the pane's own, with those of absent processes between them.
extension App {
  /// How many lines the list has.
  var lineCount: Int { currentPane.lineCount(self) + selection.absents.count }

  /// The pane's own line at a line that is shown; nil for an absent process's.
  func ownLine(at line: Int) -> Int? {
    var before = 0
    for absent in selection.absents where absent.line <= line {
      if absent.line == line { return nil }
      before += 1
    }
    return line - before
  }

  /// The row of the process table on a line; nil where there is none, or its process ended.
  func row(atLine line: Int) -> Int? {
    guard let own = ownLine(at: line) else {
      return selection.absent(atLine: line).flatMap { model.processes.index(of: $0.process) }
    }
    return currentPane.row(self, own)
  }

  /// The process on a line of the pane.
  func id(atLine line: Int) -> ProcessID? {
    row(atLine: line).map { model.processes.rows[$0].id }
  }

  /// What a line of the pane stands for.
  func subject(atLine line: Int) -> LineSubject? {
    guard currentPane.lists != .process else { return id(atLine: line).map(LineSubject.process) }
    return currentPane.subject(self, line)
  }

  /// The line that a process stands on in the list; nil where the list does not hold it.
  func line(of process: ProcessID) -> Int? {
    guard var line = currentPane.processes?.line(self, process) else { return nil }
    for absent in selection.absents where absent.line <= line { line += 1 }
    return line
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
    guard let absent = selection.absent(atLine: line) else { return }
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
      selection.absents = []
      return
    }
    // A cursor whose process is in the list goes where that is.
    if takeAwayMarks(byUser: byUser), selection.process.flatMap({ line(of: $0) }) == nil {
      fitCursor()
      // On the first line the cursor follows nobody.
      if selection.process != nil || selection.cursor > 0 {
        selection.process = id(atLine: selection.cursor)
      }
      return
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

  /// Takes away the marks that have stood long enough, and those of processes that are back.
  ///
  /// - Returns: whether the one under the cursor had stood long enough.
  private mutating func takeAwayMarks(byUser: Bool) -> Bool {
    if byUser { selection.absents = [] }
    var wasUnderCursor = false
    for absent in selection.absents {
      let isBack = currentPane.processes?.line(self, absent.process) != nil
      guard isBack || absent.samplesLeft <= 0 else { continue }
      let isUnderCursor = selection.unmark(absent.process)
      if isUnderCursor, !isBack { wasUnderCursor = true }
    }
    selection.closeUp(currentPane.lineCount(self))
    return wasUnderCursor
  }

  /// Marks the place of the process that was under the cursor, where it left the list. On the first
  /// line the cursor follows nobody, and only one that ended leaves a mark.
  private mutating func markAbsent() {
    let count = currentPane.lineCount(self)
    guard count > 0, let last = selection.last,
      selection.process == nil || selection.process == last.process,
      selection.process != nil || model.processes.index(of: last.process) == nil
    else { return }
    if let known = selection.absents.first(where: { $0.process == last.process }) {
      selection.cursor = known.line
      return
    }
    let line = min(selection.cursor, lineCount)
    selection.mark(AbsentLine(process: last.process, name: last.name, line: line))
    selection.cursor = line
  }

  mutating func rememberCursor() {
    guard let row = row(atLine: selection.cursor) else { return }
    selection.last = Selection.Named(process: model.processes.rows[row].id, name: name(ofRow: row))
  }

  /// A sample went by: marks grow older, and what ended in sight gets one, where it had stood there long
  /// enough to be known. They take a fourth of the screen at the most.
  mutating func ageAbsent() {
    for index in selection.absents.indices { selection.absents[index].samplesLeft -= 1 }
    guard currentPane.processes != nil else { return }
    let gone = sight.lines.filter { model.processes.index(of: $0.process) == nil }
    for seen in gone where selection.absents.count < rowsHeight / 4 {
      selection.mark(AbsentLine(process: seen.process, name: seen.name, line: seen.line))
    }
    // Where no frame comes between two samples, nobody is marked twice.
    if !gone.isEmpty { sight.lines = [] }
  }

  /// Processes that began so short a time ago are marked. Unit: nanoseconds.
  private static let youth: Int64 = 5_000_000_000

  func isNew(_ row: Int) -> Bool {
    guard let start = model.startWall(row), let now = model.takenAt else { return false }
    return now.addingSaturated(-start) < Self.youth && start > 0
  }

  /// Notes the processes in sight, which leave a mark when they end. A frame that shows the same ones asks the
  /// allocator for nothing.
  mutating func noteSight() {
    var count = 0
    if currentPane.processes != nil {
      for line in selection.top..<min(lineCount, selection.top + rowsHeight) {
        guard let own = ownLine(at: line), let row = currentPane.row(self, own), !isNew(row) else {
          continue
        }
        noteSight(of: row, at: line, place: count)
        count += 1
      }
    }
    sight.lines.removeLast(sight.lines.count - count)
  }

  private mutating func noteSight(of row: Int, at line: Int, place: Int) {
    let process = model.processes.rows[row].id
    guard sight.lines.indices.contains(place) else {
      return sight.lines.append(Sight.Line(line: line, process: process, name: name(ofRow: row)))
    }
    if sight.lines[place].process == process {
      sight.lines[place].line = line
    } else {
      sight.lines[place] = Sight.Line(line: line, process: process, name: name(ofRow: row))
    }
  }
}
