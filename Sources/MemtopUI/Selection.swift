import LinuxKernel

/// Where the cursor stands in the process table, and what is marked there.
struct Selection: Sendable, Equatable {
  /// Line of the list.
  var cursor = 0
  /// First line on screen.
  var top = 0
  /// Cells that wide text columns are moved to the left.
  var scroll = 0
  /// The process that the cursor follows; nil while it stays on the first line.
  var process: ProcessID?
  var tagged: Set<ProcessID> = []
  /// Subtrees that show only their root.
  var collapsed: Set<ProcessID> = []

  /// Keeps the cursor among `count` lines and on a screen that shows `rows` of them.
  mutating func fit(count: Int, rows: Int) {
    cursor = max(0, min(cursor, count - 1))
    let rows = max(1, rows)
    if cursor < top { top = cursor }
    if cursor >= top + rows { top = cursor - rows + 1 }
    top = max(0, min(top, count - rows))
  }
}
