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

  /// The columns that the screen has room for, from left to right.
  var shownGroupColumns: (fitting: Fitting, columns: [GroupColumns.Column]) {
    let columns = GroupColumns.all(settings, sort: groups.sort)
    return (GroupColumns.fitting(columns, width: width), columns)
  }
}
