import LinuxKernel
import MemtopCore

/// Reading the groups, and where the cursor is among them.
extension App {
  /// Lets the groups be read anew, with what they are sorted and narrowed by.
  public mutating func refreshGroups(
    _ body: (inout CgroupTree?, CgroupNeeds) throws(CgroupTree.Failure) -> Void
  ) -> [Effect] {
    var tree = groups.handOver()
    do throws(CgroupTree.Failure) {
      try body(&tree, groups.needs)
    } catch {
      return update(.groups(.failed(VisibleText.make(error.message))))
    }
    return tree.map { update(.groups(.tree($0))) } ?? []
  }

  /// Lets what is shown of groups be read: of those on screen, and all of those that a dialog is about.
  public mutating func completeGroups(
    _ body: (inout CgroupTree, [Int], CgroupNeeds) -> Void
  ) {
    guard pane == .groups, groups.tree != nil else { return }
    let (fitting, columns) = shownGroupColumns
    let needs = CgroupNeeds(fitting.places.map { columns[$0.index].field })
    let rows = groups.rows
    let first = min(selection.top, rows.count)
    let shown = Array(rows[first..<min(rows.count, first + rowsHeight)])
    groups.complete(shown) { body(&$0, shown, needs) }
    let tagged = taggedGroups
    if !tagged.isEmpty { groups.complete(tagged) { body(&$0, tagged, CgroupNeeds([.current])) } }
    guard let dialog = dialog as? any GroupReadingDialog, let tree = groups.tree else { return }
    let numbers = dialog.identities.compactMap { tree.number(of: $0) }
    guard !numbers.isEmpty else { return }
    groups.complete(numbers) { tree in
      body(&tree, numbers, .all)
      // A limit that is lowered may leave larger ones below it.
      if dialog.readsBelow {
        body(&tree, numbers.flatMap { tree.descendants(of: $0) }, CgroupNeeds(files: .max))
      }
    }
    if let tree = groups.tree { _ = tellDialog(.groups(.tree(tree))) }
  }

  mutating func take(_ news: GroupNews) {
    switch news {
    case .tree(let tree):
      groups.take(tree)
      forgetTaggedGroups(tree)
    case .failed(let reason): groups.fail(reason)
    }
    followGroup()
  }

  private mutating func forgetTaggedGroups(_ tree: CgroupTree) {
    guard !selection.tags.groups.isEmpty else { return }
    let there = Set(tree.groups.lazy.map { LineSubject.group($0.memory.identity) })
    forgetTags(.group, there.contains)
  }

  /// Puts the cursor on its group; where that is gone the line stays and is nobody's.
  mutating func followGroup() {
    guard pane == .groups else { return }
    if groups.cursor == nil { beginGroups() }
    if let line = groups.cursorLine { selection.cursor = line }
    fitCursor()
  }

  /// The first time the cursor is where the kernel killed a short time ago, else on the group that is
  /// nearest to its limit, and where there is neither on the first line.
  private mutating func beginGroups() {
    guard let tree = groups.tree else { return }
    var killedIn: [String] = []
    if let now = model.takenAt, model.facts.namesGroupsAsLog {
      killedIn = kills.recent(clock: killClock, now: now).compactMap(\.group)
    }
    let wanted = killedIn + [diagnosis.tightest?.path].compactMap(\.self)
    let begin = wanted.lazy.compactMap { path in
      tree.groups.first { $0.path.elementsEqual(path.utf8) }
    }.first
    guard let begin else { return groups.follow(line: selection.cursor) }
    groups.follow(begin.memory.identity)
  }

  /// Goes to the group that was asked for before the tree was read.
  mutating func findWantedGroup() {
    guard let wanted = groupWanted, let tree = groups.tree else { return }
    groupWanted = nil
    guard let group = tree.groups.first(where: { $0.path == wanted }) else {
      notes.add("\(VisibleText.make(wanted)): there is no such group now")
      missWantedGroup()
      return
    }
    groups.follow(group.memory.identity)
    followGroup()
    actOnWantedGroup()
  }
}

/// A dialog about groups, of which it shows everything.
protocol GroupReadingDialog: Dialog {
  var identities: [CgroupDirectory.Identity] { get }
  /// It also shows limits of the groups below.
  var readsBelow: Bool { get }
}

/// What came of reading the groups.
public enum GroupNews: Sendable {
  case tree(CgroupTree)
  case failed(String)
}
