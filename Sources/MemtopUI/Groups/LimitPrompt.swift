import LinuxKernel
import MemtopCore

/// Edits the limits of a group: shows what would come of it before anything is written, asks for a word
/// where a limit is below what is used, and says what the kernel made of it.
struct LimitPrompt: DeedDialog, GroupReadingDialog {
  private(set) var tree: CgroupTree
  private(set) var number: Int
  let identity: CgroupDirectory.Identity
  /// Which one the cursor is on.
  private(set) var setting = CgroupSetting.max
  /// What is typed for each; of others there is no wish.
  private(set) var typed: [CgroupSetting: TypedText] = [:]
  var stage = DeedStage.deciding
  /// The word that confirms a limit below what is used, as far as it is typed; nil before it is asked for.
  private(set) var confirming: ConfirmingWord?
  private(set) var hasVanished = false
  private let memTotal: UInt64?
  private let pageSize: UInt64

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

  var closed: DialogStep { .close }

  var takesText: Bool { isDeciding }

  var killPlan: KillPlan? { victims.plan }

  var isReady: Bool {
    if let confirming { return confirming.isGiven }
    return plan.map { !$0.edits.isEmpty && $0.excess == 0 } ?? false
  }

  var decidingKeys: [(key: String, label: String)] {
    confirming == nil
      ? [
        ("Enter", "Write"), ("Up Down", "Another limit"), ("Ctrl-U", "As it is"), ("Esc", "Cancel"),
      ] : [("Enter", "Write"), ("Esc", "Back")]
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

  mutating func decide(_ key: Key, _ context: DialogContext) -> DialogStep {
    if let confirming { return confirm(confirming, key, context) }
    switch key {
    case .escape: return closed
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
    _ word: ConfirmingWord, _ key: Key, _ context: DialogContext
  ) -> DialogStep {
    var word = word
    switch key {
    case .escape: confirming = nil
    case .enter: return word.isGiven ? write(context, confirmed: true) : .stay
    default:
      _ = word.type(key)
      confirming = word
    }
    return .stay
  }

  private mutating func write(_ context: DialogContext, confirmed: Bool) -> DialogStep {
    guard context.readOnlyReason == nil, !hasVanished, let plan else { return .stay }
    if plan.edits.isEmpty { return typed.isEmpty ? .close : .stay }
    if plan.excess > 0, !confirmed {
      confirming = ConfirmingWord()
      return .stay
    }
    stage = .doing
    return .act([.carryOut(.limits(plan))])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.groups(.tree(let fresh)), .deciding):
      hasVanished = fresh.number(of: identity) == nil
      guard let now = fresh.number(of: identity) else { return .stay }
      tree = fresh
      number = now
    case (.carriedOut(.limits(let plan), let outcome), .doing) where plan.identity == identity:
      tell(outcome.lines)
    default: break
    }
    return .stay
  }
}
