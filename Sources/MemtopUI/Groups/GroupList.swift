import LinuxKernel
import MemtopCore

/// What the pane of groups knows, and which groups it lists in which order.
struct GroupList: Sendable {
  private(set) var tree: CgroupTree?
  /// Why there is no tree.
  private(set) var failure: String?
  /// Numbers of groups of the tree, from top to bottom.
  private(set) var rows: [Int] = []
  /// Nil for the tree's own order, in which each group stands below its parent.
  private(set) var sort: CgroupField?
  private(set) var isDescending = false
  /// What sorts when the tree is left.
  private var lastSort = CgroupField.current
  private(set) var filter = TermFilter<CgroupField>.none
  /// Whole paths in place of names.
  var showsPaths = false
  /// Groups that hide what is below them, in the tree's own order.
  private(set) var collapsed: Set<CgroupDirectory.Identity> = []
  /// The group that the cursor follows; nil before one was read.
  private(set) var cursor: CgroupDirectory.Identity?
  /// The listing that `rows` stand for; nil for none.
  private var orderedAt: UInt64?
  /// Kills of each group when it was seen first.
  private var killsAtFirst: [CgroupDirectory.Identity: UInt64] = [:]

  mutating func take(_ fresh: CgroupTree) {
    tree = fresh
    failure = nil
    if !needs.files.isDisjoint(with: [.events, .localEvents]) { noteKills(fresh.groups.indices) }
    let isListedAnew = fresh.listedAt != orderedAt
    if isListedAnew, killsAtFirst.count > 2 * fresh.groups.count + 100 {
      let there = Set(fresh.groups.map(\.memory.identity))
      killsAtFirst = killsAtFirst.filter { there.contains($0.key) }
      collapsed.formIntersection(there)
    }
    // The tree's own order changes with what is in it only.
    if isListedAnew || sort != nil || !filter.isEmpty { order() }
  }

  private mutating func noteKills(_ numbers: some Sequence<Int>) {
    guard let tree else { return }
    for number in numbers {
      guard let kills = tree.groups[number].memory.oomKills.value else { continue }
      let identity = tree.groups[number].memory.identity
      if killsAtFirst[identity] == nil { killsAtFirst[identity] = kills }
    }
  }

  /// Hands the tree over, to be read anew.
  mutating func handOver() -> CgroupTree? {
    defer { tree = nil }
    return tree
  }

  /// Reads what some groups still lack.
  mutating func complete(_ numbers: [Int], _ body: (inout CgroupTree) -> Void) {
    guard tree != nil else { return }
    body(&tree!)
    noteKills(numbers)
  }

  /// What every group is compared by.
  var needs: CgroupNeeds { CgroupNeeds(filter.fields + [sort].compactMap(\.self)) }

  mutating func fail(_ reason: String) {
    tree = nil
    orderedAt = nil
    rows = []
    failure = reason
  }

  mutating func sort(by field: CgroupField?, descending: Bool? = nil) {
    sort = field
    if let field { lastSort = field }
    isDescending = descending ?? field?.sortsDescending ?? false
    order()
  }

  /// From the tree to the order before it, and back.
  mutating func toggleTree() { sort(by: sort == nil ? lastSort : nil) }

  mutating func invert() { sort(by: sort, descending: !isDescending) }

  mutating func use(_ filter: TermFilter<CgroupField>) {
    self.filter = filter
    order()
  }

  mutating func fold(_ identity: CgroupDirectory.Identity, _ isFolded: Bool) {
    if isFolded { collapsed.insert(identity) } else { collapsed.remove(identity) }
    order()
  }

  /// The cursor follows the group on a line from now on.
  mutating func follow(line: Int) {
    cursor = group(atLine: line)?.memory.identity
  }

  /// The cursor goes to a group, which is shown whatever hides it.
  mutating func follow(_ identity: CgroupDirectory.Identity) {
    cursor = identity
    guard let tree, let number = tree.number(of: identity) else { return }
    var next = tree.groups[number].parent
    while let parent = next {
      collapsed.remove(tree.groups[parent].memory.identity)
      next = tree.groups[parent].parent
    }
    if !filter.isEmpty, !filter.matches(tree, number) { filter = .none }
    order()
  }

  /// The line of the group that the cursor follows; nil where it is gone or hidden.
  var cursorLine: Int? {
    guard let tree, let cursor, let number = tree.number(of: cursor) else { return nil }
    return rows.firstIndex(of: number)
  }

  func group(atLine line: Int) -> CgroupTree.Group? {
    guard let tree, rows.indices.contains(line) else { return nil }
    return tree.groups[rows[line]]
  }

  /// What was killed in a group since it was seen first.
  func newKills(_ group: CgroupTree.Group) -> UInt64 {
    guard let now = group.memory.oomKills.value, let before = killsAtFirst[group.memory.identity]
    else {
      return 0
    }
    return now - min(now, before)
  }

  /// Whether a group hides others now.
  func isFolded(_ number: Int) -> Bool {
    guard let tree, sort == nil, filter.isEmpty else { return false }
    return collapsed.contains(tree.groups[number].memory.identity)
      && !tree.descendants(of: number).isEmpty
  }

  private mutating func order() {
    orderedAt = tree?.listedAt
    guard let tree else {
      rows = []
      return
    }
    rows = CgroupList.rows(tree, sort: sort, isDescending: isDescending, filter: filter)
    guard sort == nil else { return }
    if filter.isEmpty { hideFolded(tree) }
    if isDescending { rows.reverse() }
  }

  private mutating func hideFolded(_ tree: CgroupTree) {
    guard !collapsed.isEmpty else { return }
    var end = 0
    rows = rows.filter { number in
      if number < end { return false }
      if collapsed.contains(tree.groups[number].memory.identity) {
        end = tree.descendants(of: number).upperBound
      }
      return true
    }
  }
}
