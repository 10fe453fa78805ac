import LinuxKernel
import MemtopCore

/// Which groups an act is for, and where they lead.
extension App {
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
