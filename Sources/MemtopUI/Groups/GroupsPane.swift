import LinuxKernel
import MemtopCore

extension Pane {
  static let groups = Pane(
    .groups, key: "3", title: "Groups",
    help:
      "Memory cgroups: use, limits, and which of them is reached first. ROOM is what can still be "
      + "charged before the kernel kills, page cache and free swap counted in. The cursor begins where "
      + "the kernel killed last, or is nearest to. Enter says all of a group, e edits its limits, w goes "
      + "to its processes, s shows its kill order.",
    columns: GroupColumns.choice,
    // The name's column stands for the tree.
    shown: { app in
      let (fitting, columns) = app.shownGroupColumns
      return fitting.places.map { place in
        let field = columns[place.index].field
        return Pane.ShownColumn(field == .name ? nil : field.id, place)
      }
    },
    lineCount: { $0.groups.rows.count },
    lists: .group,
    subject: { app, line in
      app.groups.group(atLine: line).map { .group($0.memory.identity) }
    },
    sum: { app, _ in
      guard let tree = app.groups.tree else { return nil }
      // What a group uses is in what those above it use.
      let numbers = Set(app.taggedGroups)
      let outermost = numbers.filter { number in
        !sequence(first: number, next: { tree.groups[$0].parent }).dropFirst()
          .contains(where: numbers.contains)
      }
      return Pane.sum(
        CgroupField.current.title,
        outermost.map { CgroupField.current.value(tree, $0) })
    },
    count: { app in
      guard let tree = app.groups.tree else { return "" }
      let (shown, all) = (app.groups.rows.count, tree.groups.count)
      return shown == all ? "\(all)" : "\(shown) of \(all)"
    },
    facts: { app in
      var facts: [Fact] = []
      if let tree = app.groups.tree {
        if !tree.isWhole { facts.append(("", "only what this container sees")) }
        facts.append(("", tree.mount.version == .v1 ? "v1" : "v2"))
      }
      return facts
    },
    drawing: .table(GroupTable.make),
    comeUp: { _ in [.readGroups] },
    open: { $0.openGroup() },
    sorting: Sorting(
      own: ("tree", "Each group below its parent."),
      now: { Pane.Order(column: $0.groups.sort?.id, isDescending: $0.groups.isDescending) },
      by: { app, id in
        app.groups.sort(by: id.flatMap(CgroupField.named))
        app.followGroup()
        return []
      },
      invert: { app in
        app.groups.invert()
        app.followGroup()
        return []
      }),
    filtering: .terms(
      now: { $0.groups.filter },
      take: { app, filter in
        app.groups.use(filter)
        app.followGroup()
        return []
      }),
    isFound: { app, line, match in
      guard let group = app.groups.group(atLine: line) else { return false }
      return match.isFound(in: CgroupName(group.path).name)
        || match.isFound(in: VisibleText.make(group.path))
    },
    moved: { $0.groups.follow(line: $0.selection.cursor) })
}

extension App {
  /// Whether groups are on the screen, so that they are read.
  public var showsGroups: Bool { pane == .groups }

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

  /// The group under the cursor; nil where it was removed.
  var aimedGroup: (tree: CgroupTree, number: Int)? {
    guard let tree = groups.tree, let cursor = groups.cursor,
      let number = tree.number(of: cursor), groups.rows.contains(number)
    else { return nil }
    return (tree, number)
  }

  /// The tagged groups that are there, by their numbers.
  var taggedGroups: [Int] {
    let tagged = Set(selection.tags.groups)
    guard let tree = groups.tree, !tagged.isEmpty else { return [] }
    return tree.groups.indices.filter { tagged.contains(tree.groups[$0].memory.identity) }
  }

  /// Does something with the tagged groups, or the one under the cursor; says so where there is none.
  mutating func withAimedGroups(
    _ body: (inout App, CgroupTree, [Int]) -> [Effect]
  ) -> [Effect] {
    guard !selection.tags.isLost(.group) else {
      notes.add(lostTags(.group))
      selection.tags.forgetLost(.group)
      return []
    }
    let tagged = taggedGroups
    guard let tree = groups.tree, !tagged.isEmpty else {
      return withAimedGroup { body(&$0, $1, [$2]) }
    }
    return body(&self, tree, tagged)
  }

  /// Does something with the group under the cursor; says so where there is none.
  mutating func withAimedGroup(
    _ body: (inout App, CgroupTree, Int) -> [Effect]
  ) -> [Effect] {
    guard let (tree, number) = aimedGroup else {
      notes.add(Self.noGroup)
      return []
    }
    return body(&self, tree, number)
  }

  mutating func foldGroup(_ isFolded: Bool) {
    _ = withAimedGroup { app, tree, number in
      app.groups.fold(tree.groups[number].memory.identity, isFolded)
      app.followGroup()
      return []
    }
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
    let tagged = Set(selection.tags.groups)
    guard !tagged.isEmpty else { return }
    let there = Set(tree.groups.lazy.map(\.memory.identity)).intersection(tagged)
    forgetTags(.group) { subject in
      if case .group(let identity) = subject { there.contains(identity) } else { true }
    }
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

  /// From a process to its group, and back; from an event to the group that it was about.
  mutating func jump() -> [Effect] {
    if pane == .events { return actOnGroupOfEvent(.jump) }
    if pane == .groups {
      return withAimedGroup { $0.showProcesses(ofGroup: $1.groups[$2].path) }
    }
    guard let process = aimed ?? id(atLine: selection.cursor) else {
      notes.add("there is no process on this line")
      return []
    }
    return showGroup(of: process)
  }

  mutating func showKillOrderOfGroup() -> [Effect] {
    if pane == .events { return actOnGroupOfEvent(.scope) }
    return withAimedGroup { $0.show(killGroup: GroupVictims(path: $1.groups[$2].path).group) }
  }

  /// Shows a process's group.
  private mutating func showGroup(of process: ProcessID) -> [Effect] {
    guard let row = model.processes.index(of: process), let path = model.processes.cgroup(row)
    else {
      notes.add("the process's group is not known")
      return []
    }
    groupWanted = Array(path)
    let effects = show(.groups)
    findWantedGroup()
    return effects
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

  /// Shows a group's processes.
  private mutating func showProcesses(ofGroup path: [UInt8]) -> [Effect] {
    let text = VisibleText.make(path)
    guard !text.contains("\""), !text.contains(" "), let only = try? Filter("cgroup:" + text) else {
      notes.add("a filter cannot name this group")
      return []
    }
    let effects = show(.processes)
    return effects + change { $0.filter = only }
  }

  /// The columns that the screen has room for, from left to right.
  fileprivate var shownGroupColumns: (fitting: Fitting, columns: [GroupColumns.Column]) {
    let columns = GroupColumns.all(settings, sort: groups.sort)
    return (GroupColumns.fitting(columns, width: width), columns)
  }

  mutating func openGroup() -> [Effect] {
    withAimedGroup { app, tree, number in
      var dialog = GroupDialog(tree, number)
      dialog.pageSize = app.model.facts.pageSize
      dialog.kills = app.kills(in: tree.groups[number].path)
      app.open(dialog)
      return app.isPaused ? [] : [.sampleNow]
    }
  }

  /// What was killed in a group, the newest first.
  private func kills(in path: [UInt8]) -> [String] {
    let group = String(decoding: path, as: UTF8.self)
    return allEventPlaces.compactMap { place in
      let event = event(at: place)
      guard case .kill(let entry) = event else { return nil }
      let places: [String?]
      switch entry.kill {
      case .kernel(let kill):
        guard model.facts.namesGroupsAsLog else { return nil }
        places = [kill.report.limitCgroup, kill.report.taskCgroup]
      case .program(let kill): places = [kill.group]
      }
      guard
        group == "/"
          || places.contains(where: { $0.map { CgroupPath.isWithin($0, group) } ?? false })
      else { return nil }
      return ["time", "by", "pid", "name"].compactMap { id in
        EventColumn.all.first { $0.id == id }?.text(event, self)
      }.joined(separator: "  ")
    }
  }

  mutating func openLimits() -> [Effect] {
    if pane == .events { return actOnGroupOfEvent(.limits) }
    return withAimedGroups { $0.openLimits($1, $2) }
  }

  /// Asks for the limits of the group under the cursor, whatever is tagged.
  mutating func openLimitsOfCursor() -> [Effect] { withAimedGroup { $0.openLimits($1, [$2]) } }

  private mutating func openLimits(_ tree: CgroupTree, _ numbers: [Int]) -> [Effect] {
    open(
      LimitPrompt(
        tree, numbers, memTotal: model.sample.memInfo.value?[.memTotal],
        pageSize: model.facts.pageSize))
    return isPaused ? [] : [.sampleNow]
  }

  static let noGroup = "there is no group on this line now: the arrow keys choose one"
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
