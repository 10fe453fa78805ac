import LinuxKernel
import MemtopCore

/// Chooses whose memory runs out: the host's, or that of a group on a process's path.
struct ScopeMenu: PagedDialog {
  let title = "Kill order of"
  private let groups: [String]
  private let current: String?
  private(set) var cursor = ListCursor()

  /// - Parameters:
  ///   - path: the process's group, as `/proc/PID/cgroup` names it; nil where it is not known.
  ///   - current: the group that is shown now; nil for the host.
  init(path: String?, current: String?) {
    // The root is the host; the widest first.
    var groups = Array((path.map(CgroupPath.upwards) ?? []).filter { $0 != "/" }.reversed())
    if let current, !groups.contains(current) { groups.append(current) }
    self.groups = groups
    self.current = current
    cursor.index = shownNow
  }

  private var shownNow: Int { current.flatMap { groups.firstIndex(of: $0) }.map { $0 + 1 } ?? 0 }

  var keys: [(key: String, label: String)] {
    [("Enter", "Show"), ("Up Down", "Move"), ("Esc", "Cancel")]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    if cursor.move(key, count: groups.count + 1, context) { return .stay }
    switch key {
    case .escape: return .close
    case .enter: return .killGroup(cursor.index == 0 ? nil : groups[cursor.index - 1])
    default: return .stay
    }
  }

  mutating func click(entry: Int, _ context: DialogContext) -> DialogStep {
    cursor.click(entry) ? update(.enter, context) : .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = 48
    page.cursor = cursor.index
    let names = ["the host"] + groups.map { VisibleText.make($0) }
    page.body = names.enumerated().map { index, name in
      var line = DialogLine(context.cut(name, to: max(8, context.textWidth - 12)))
      if index == shownNow { line.add("  shown now", .dim) }
      line.isSelected = index == cursor.index
      line.entry = index
      return line
    }
    page.foot = context.wrapped(
      "Out of memory in a group, the kernel compares only the processes below it, and "
        + "oom_score_adj counts thousandths of the group's own limit.", .dim)
    return page
  }
}
