import LinuxKernel
import MemtopCore

/// Edits the limits of a group: shows what would come of it before anything is written, asks for a word
/// where a limit is below what is used, and says what the kernel made of it.
struct LimitPrompt: PagedDialog, GroupReadingDialog {
  enum Stage: Sendable {
    case editing
    /// A limit below what is used: the word that confirms it is typed.
    case confirming(TypedText)
    case writing
    case done(OutcomeDialog)
  }

  private(set) var tree: CgroupTree
  private(set) var number: Int
  let identity: CgroupDirectory.Identity
  /// Which one the cursor is on.
  private(set) var setting = CgroupSetting.max
  /// What is typed for each; of others there is no wish.
  private(set) var typed: [CgroupSetting: TypedText] = [:]
  private(set) var stage = Stage.editing
  private(set) var hasVanished = false
  private let memTotal: UInt64?
  private let pageSize: UInt64

  static let confirmation = "yes"

  init(_ tree: CgroupTree, _ number: Int, memTotal: UInt64?, pageSize: UInt64) {
    self.tree = tree
    self.number = number
    self.memTotal = memTotal
    self.pageSize = pageSize
    identity = tree.groups[number].memory.identity
  }

  /// What this group has, in the order of the list.
  var settings: [CgroupSetting] {
    CgroupSetting.allCases.filter {
      (try? CgroupPlan.value($0, of: tree.groups[number].memory)) != nil
    }
  }

  var readsBelow: Bool { true }

  var path: [UInt8] { tree.groups[number].path }

  var victims: GroupVictims { GroupVictims(path: path) }

  var title: String { "Limits of " + CgroupName(path).name }

  var takesText: Bool {
    switch stage {
    case .editing, .confirming: true
    case .writing, .done: false
    }
  }

  var tellsOutcome: Bool { if case .done = stage { true } else { false } }

  var killPlan: KillPlan? { victims.plan }

  var isArmed: Bool {
    switch stage {
    case .editing: plan.map { !$0.edits.isEmpty && $0.excess == 0 } ?? false
    case .confirming(let text): text.text == Self.confirmation
    case .writing, .done: false
    }
  }

  var keys: [(key: String, label: String)] {
    switch stage {
    case .editing:
      [("Enter", "Write"), ("Up Down", "Another limit"), ("Ctrl-U", "As it is"), ("Esc", "Cancel")]
    case .confirming: [("Enter", "Write"), ("Esc", "Back")]
    case .writing: [("Esc", "Close")]
    case .done: [("Enter", "Close")]
    }
  }

  /// What is asked for, or why it is no limit.
  private func wishes() throws(LimitText.Problem) -> [(CgroupSetting, CgroupPlan.Wish)] {
    var wishes: [(CgroupSetting, CgroupPlan.Wish)] = []
    for setting in CgroupSetting.allCases {
      guard let text = typed[setting]?.text, !text.isEmpty else { continue }
      if setting.isFlag {
        guard let isOn = ["yes": true, "no": false][text.lowercased()] else {
          throw LimitText.Problem("\(setting.rawValue): yes or no")
        }
        wishes.append((setting, .flag(isOn)))
      } else {
        wishes.append((setting, .limit(try LimitText(text))))
      }
    }
    return wishes
  }

  func makePlan() throws(LimitText.Problem) -> CgroupPlan {
    try CgroupPlan(tree, of: number, try wishes(), memTotal: memTotal, pageSize: pageSize)
  }

  private var plan: CgroupPlan? { try? makePlan() }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch stage {
    case .done(var outcome):
      guard case .stay = outcome.update(key, context) else { return .close }
      stage = .done(outcome)
      return .stay
    case .writing: return key == .escape ? .close : .stay
    case .confirming(let text): return confirm(text, key, context)
    case .editing: return edit(key, context)
    }
  }

  private mutating func edit(_ key: Key, _ context: DialogContext) -> DialogStep {
    switch key {
    case .escape: return .close
    case .enter: return write(context, confirmed: false)
    case .up, .backTab: move(by: -1)
    case .down, .tab: move(by: 1)
    case .home: move(by: -settings.count)
    case .end: move(by: settings.count)
    case .control("u"), .delete: typed[setting] = nil
    case .backspace: type { $0.backspace() }
    case .character(let scalar): type { $0.type(scalar) }
    default: break
    }
    return .stay
  }

  private mutating func move(by lines: Int) {
    let settings = settings
    guard !settings.isEmpty else { return }
    let now = settings.firstIndex(of: setting) ?? 0
    setting = settings[max(0, min(settings.count - 1, now + lines))]
  }

  private mutating func type(_ change: (inout TypedText) -> Void) {
    var text = typed[setting] ?? TypedText(limit: 24)
    change(&text)
    typed[setting] = text
  }

  private mutating func confirm(
    _ text: TypedText, _ key: Key, _ context: DialogContext
  ) -> DialogStep {
    var text = text
    switch key {
    case .escape:
      stage = .editing
      return .stay
    case .enter: return text.text == Self.confirmation ? write(context, confirmed: true) : .stay
    case .backspace: text.backspace()
    case .control("u"), .delete: text.clear()
    case .character(let scalar): text.type(scalar)
    default: break
    }
    stage = .confirming(text)
    return .stay
  }

  private mutating func write(_ context: DialogContext, confirmed: Bool) -> DialogStep {
    guard context.readOnlyReason == nil, !hasVanished, let plan else { return .stay }
    if plan.edits.isEmpty { return typed.isEmpty ? .close : .stay }
    if plan.excess > 0, !confirmed {
      stage = .confirming(TypedText(limit: 8))
      return .stay
    }
    stage = .writing
    return .act([.limit(plan)])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.groups(.tree(let fresh)), .editing), (.groups(.tree(let fresh)), .confirming):
      hasVanished = fresh.number(of: identity) == nil
      guard let now = fresh.number(of: identity) else { return .stay }
      tree = fresh
      number = now
    case (.limited(let plan, let outcome), .writing) where plan.identity == identity:
      stage = .done(OutcomeDialog(title: title, lines: outcome.lines(of: plan)))
    default: break
    }
    return .stay
  }
}
