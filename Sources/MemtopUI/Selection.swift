import LinuxKernel

/// Where the cursor stands in the list, and what is marked there.
struct Selection: Sendable, Equatable {
  /// A process with its name, already made visible.
  struct Named: Sendable, Equatable {
    let process: ProcessID
    let name: String
  }

  /// A group's own line.
  struct Group: Sendable, Hashable {
    let name: String?
  }

  /// Line of the list.
  var cursor = 0
  /// First line on screen.
  var top = 0
  /// Cells that wide text columns are moved to the left.
  var scroll = 0
  /// The process that the cursor follows; nil while it stays on the first line.
  var process: ProcessID? {
    didSet { if process != nil { group = nil } }
  }
  /// The group whose own line the cursor follows, where it is on one.
  var group: Group?
  /// Whom an act is for: what stood under the cursor when the user last saw it, or moved it there. A
  /// sample that brings another under the cursor does not change it.
  var aimed: LineSubject?
  /// What was under the cursor last, for when it ends.
  var last: Named?
  /// Lines of processes that are in the list no more, from top to bottom.
  var absents: [AbsentLine] = []
  var tags = Tags()
  /// Subtrees that show only their root.
  var collapsed: Set<ProcessID> = []
  /// Groups that show their members.
  var openGroups: Set<String?> = []

  func absent(atLine line: Int) -> AbsentLine? { absents.first { $0.line == line } }

  /// Puts a line in the place of one that the list has no more.
  mutating func mark(_ absent: AbsentLine) {
    if self.absent(atLine: absent.line) != nil {
      for index in absents.indices where absents[index].line >= absent.line {
        absents[index].line += 1
      }
    }
    absents.insert(absent, at: absents.firstIndex { $0.line > absent.line } ?? absents.count)
  }

  /// Lets no gap stay behind `count` lines of a list that became shorter.
  mutating func closeUp(_ count: Int) {
    for index in absents.indices { absents[index].line = min(absents[index].line, count + index) }
  }

  /// Takes a line away; what stands below it moves up, and the cursor with it.
  ///
  /// - Returns: whether the cursor was on it.
  mutating func unmark(_ process: ProcessID) -> Bool {
    guard let place = absents.firstIndex(where: { $0.process == process }) else { return false }
    let line = absents.remove(at: place).line
    for index in absents.indices where absents[index].line > line { absents[index].line -= 1 }
    let isUnderCursor = cursor == line
    if cursor > line { cursor -= 1 }
    return isUnderCursor
  }

  /// Keeps the cursor among `count` lines and on a screen that shows `rows` of them.
  mutating func fit(count: Int, rows: Int) {
    cursor = max(0, min(cursor, count - 1))
    let rows = max(1, rows)
    if cursor < top { top = cursor }
    if cursor >= top + rows { top = cursor - rows + 1 }
    top = max(0, min(top, count - rows))
  }
}
