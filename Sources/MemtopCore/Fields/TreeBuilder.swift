import LinuxKernel

/// Puts sorted rows below their parents; siblings keep the order they came in.
struct TreeBuilder {
  private(set) var rows: [Int32] = []
  private(set) var places: [ProcessList.TreePlace] = []
  private let ids: [Int32: ProcessID]
  private let collapsed: Set<ProcessID>
  private var children: [Int32: [Int32]] = [:]
  private var roots: [Int32] = []

  /// - Parameter sorted: the rows to show; a row whose parent is not among them is a root.
  init(_ model: borrowing Model, _ sorted: [Int32], collapsed: Set<ProcessID>) {
    let processes = model.processes.rows
    var ids: [Int32: ProcessID] = [:]
    var rowOfPID: [Int32: Int32] = [:]
    for row in sorted {
      ids[row] = processes[Int(row)].id
      rowOfPID[processes[Int(row)].pid] = row
    }
    for row in sorted {
      let parent = processes[Int(row)].parent.flatMap { rowOfPID[$0] }
      if let parent, parent != row {
        children[parent, default: []].append(row)
      } else {
        roots.append(row)
      }
    }
    self.ids = ids
    self.collapsed = collapsed
  }

  /// Walks without recursion: a captured tree may be deeper than a stack, or hold a circle of parents.
  mutating func build() {
    var seen: Set<Int32> = []
    for root in roots { walk(from: root, &seen) }
    for row in ids.keys.sorted() where !seen.contains(row) { walk(from: row, &seen) }
  }

  private mutating func walk(from root: Int32, _ seen: inout Set<Int32>) {
    var stack: [(row: Int32, depth: Int32, isLast: Bool, isHidden: Bool)] = [(root, 0, true, false)]
    var open: [(place: Int, depth: Int32)] = []
    while let next = stack.popLast() {
      guard seen.insert(next.row).inserted else { continue }
      let below = children[next.row] ?? []
      let isCollapsed = ids[next.row].map(collapsed.contains) ?? false
      if !next.isHidden {
        while let last = open.last, last.depth >= next.depth { open.removeLast() }
        for ancestor in open { places[ancestor.place].descendants += 1 }
        open.append((places.count, next.depth))
        rows.append(next.row)
        places.append(
          ProcessList.TreePlace(
            depth: next.depth, descendants: 0, isLastChild: next.isLast,
            hasChildren: !below.isEmpty))
      }
      for (number, child) in below.enumerated().reversed() {
        stack.append(
          (child, next.depth + 1, number == below.count - 1, next.isHidden || isCollapsed))
      }
    }
  }
}
