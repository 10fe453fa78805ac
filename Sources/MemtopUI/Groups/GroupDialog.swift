import LinuxKernel
import MemtopCore

/// All that is known of a group: the limits on its way up, whom the kernel would kill in it, what was
/// killed, and every number that its files tell.
struct GroupDialog: ReadingDialog, GroupReadingDialog {
  private var tree: CgroupTree
  private var number: Int
  /// Then the last numbers stay.
  private var isRemoved = false
  private let identity: CgroupDirectory.Identity
  /// What of the log of kills is about it, the newest first.
  var kills: [String] = []
  var pageSize: UInt64 = 4096
  var top = 0

  init(_ tree: CgroupTree, _ number: Int) {
    self.tree = tree
    self.number = number
    identity = tree.groups[number].memory.identity
  }

  var identities: [CgroupDirectory.Identity] { [identity] }

  var readsBelow: Bool { false }

  var path: [UInt8] { tree.groups[number].path }

  private var victims: GroupVictims { GroupVictims(path: path) }

  var title: String { CgroupName(path).name }

  var opener: Unicode.Scalar? { "x" }

  var killPlan: KillPlan? { isRemoved ? nil : victims.plan }

  var keys: [(key: String, label: String)] {
    [
      ("e", "Limits"), ("s", "Kill order"), ("w", "Processes"), ("Up Down", "Scroll"),
      ("Esc", "Close"),
    ]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    // Of this group, whatever is tagged.
    case "e": return .actOn(.group(String(decoding: path, as: UTF8.self), identity), .limits)
    case "s": return .killGroup(victims.group)
    case "w": return .run("jump")
    default: return read(key, context)
    }
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    guard case .groups(.tree(let fresh)) = message else { return .stay }
    isRemoved = fresh.number(of: identity) == nil
    guard let now = fresh.number(of: identity) else { return .stay }
    tree = fresh
    number = now
    return .stay
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.top = top
    let group = tree.groups[number]
    let kind = CgroupName(path).kind.rawValue
    let version = group.memory.version == .v1 ? "v1" : "v2"
    page.head = context.wrapped("\(kind) \(VisibleText.make(path)), cgroup \(version)", .dim)
    if isRemoved {
      page.head += context.wrapped("It was removed; these are its last numbers.", .warn)
    }
    page.body =
      section("Limits on the way up")
      + LimitLines(limits: tree.pathLimits(number), context: context).make()
    page.body +=
      [DialogLine()] + section("Who dies in it")
      + victims.lines(count: 5, pageSize: pageSize, context)
    if !kills.isEmpty {
      page.body += [DialogLine()] + section("Killed here") + kills.prefix(5).map { DialogLine($0) }
    }
    page.body +=
      [DialogLine()] + section("All its numbers") + FactLines.make(facts(context), context)
    return page
  }

  private func section(_ title: String) -> [DialogLine] { [DialogLine(title, .accent, bold: true)] }

  /// The title and the path say these; the number of the directory serves commands only.
  private static let saidAbove: [CgroupField] = [.path, .name, .inode]

  /// What its files tell; what they do not tell takes no line.
  private func facts(_ context: DialogContext) -> [FactLines.Fact] {
    let text = FieldText(unit: context.settings.unit, now: 0, absent: context.glyphs.absent)
    return CgroupField.all.compactMap { field in
      let value = field.value(tree, number)
      if Self.saidAbove.contains(field) || value == .absent { return nil }
      return FactLines.Fact(name: field.id, value: text.write(value), meaning: field.help)
    }
  }
}
