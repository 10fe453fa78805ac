import MemtopCore

/// The lines that lead from parents to children before a name.
struct TreeGuides: Sendable {
  /// For each depth, whether the row open there is the last of its siblings.
  private var isLast: [Bool] = []
  private let glyphs: Glyphs
  private static let deepest = 12

  init(_ glyphs: Glyphs) { self.glyphs = glyphs }

  /// Goes on to the next row of the list; every row up to the first one drawn must be passed.
  mutating func pass(_ place: ProcessList.TreePlace) {
    let depth = Int(place.depth)
    if depth < isLast.count { isLast.removeLast(isLast.count - depth) }
    while isLast.count < depth { isLast.append(true) }
    isLast.append(place.isLastChild)
  }

  /// The most cells that stand before the name at this place.
  static func width(_ place: ProcessList.TreePlace) -> Int {
    2 * min(Int(place.depth), deepest + 2) + 1
  }

  /// What stands before the name of the row passed last.
  func prefix(_ place: ProcessList.TreePlace, isCollapsed: Bool) -> String {
    let fold = isCollapsed && place.hasChildren ? "+" : ""
    let depth = Int(place.depth)
    guard depth > 0 else { return fold }
    var prefix = ""
    let first = max(1, depth - Self.deepest)
    if first > 1 { prefix = glyphs.more + " " }
    for level in first..<depth { prefix += isLast[level] ? "  " : glyphs.trunk }
    return prefix + (isLast[depth] ? glyphs.lastBranch : glyphs.branch) + fold
  }
}
