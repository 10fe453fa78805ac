import LinuxKernel
import MemtopCore

/// Edits the limits of one or several groups: shows what would come of it for each before anything is written,
/// asks for a word where a limit is below what is used, and says what the kernel made of it.
struct LimitPrompt: DeedDialog, GroupReadingDialog {
  private(set) var tree: CgroupTree
  /// Of the groups that are there; the last numbers stay where none is.
  private(set) var numbers: [Int]
  let identities: [CgroupDirectory.Identity]
  /// Which one the cursor is on.
  private(set) var setting = CgroupSetting.max
  /// What is typed for each; of others there is no wish.
  private(set) var typed: [CgroupSetting: TypedText] = [:]
  var stage = DeedStage.deciding
  /// The word that confirms a limit below what is used, as far as it is typed; nil before it is asked for.
  private(set) var confirming: ConfirmingWord?
  /// How many of the groups were removed while the prompt was open.
  private(set) var vanished = 0
  /// How far the page is scrolled; nil while it shows the setting under the cursor.
  private(set) var top: Int?
  private let memTotal: UInt64?
  private let pageSize: UInt64
  private var asked: Deed?

  /// - Parameter numbers: one at the least.
  init(_ tree: CgroupTree, _ numbers: [Int], memTotal: UInt64?, pageSize: UInt64) {
    self.tree = tree
    self.numbers = numbers
    self.memTotal = memTotal
    self.pageSize = pageSize
    identities = numbers.map { tree.groups[$0].memory.identity }
  }

  var hasVanished: Bool { vanished == identities.count }

  /// What all these groups have, in the order of the list.
  var settings: [CgroupSetting] {
    CgroupSetting.allCases.filter { setting in values(setting) != nil }
  }

  /// What they have of a setting; nil where one of them does not have it.
  func values(_ setting: CgroupSetting) -> [CgroupSetting.Value]? {
    try? numbers.map { try CgroupPlan.value(setting, of: tree.groups[$0].memory) }
  }

  var readsBelow: Bool { true }

  /// Who would die is told of one group.
  var victims: GroupVictims? {
    identities.count == 1 ? GroupVictims(path: tree.groups[numbers[0]].path) : nil
  }

  var title: String {
    "Limits of "
      + (identities.count == 1
        ? CgroupName(tree.groups[numbers[0]].path).name : "\(identities.count) groups")
  }

  var closed: DialogStep { .close }

  var takesText: Bool { isDeciding }

  var killPlan: KillPlan? { victims?.plan }

  var isReady: Bool {
    if let confirming { return confirming.isGiven }
    return changes.map { !$0.isEmpty && !$0.contains { $0.excess > 0 } } ?? false
  }

  var decidingKeys: [(key: String, label: String)] {
    confirming == nil
      ? [
        ("Enter", "Write"), ("Up Down", "Another limit"), ("Ctrl-U", "As it is"),
      ] + (identities.count > 1 ? [("PgUp PgDn", "Scroll")] : []) + [("Esc", "Cancel")]
      : [("Enter", "Write"), ("Esc", "Back")]
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

  /// One a group.
  func makePlans() throws(LimitText.Problem) -> [CgroupPlan] {
    let wishes = try wishes()
    var plans: [CgroupPlan] = []
    for number in numbers {
      do throws(LimitText.Problem) {
        plans.append(
          try CgroupPlan(tree, of: number, wishes, memTotal: memTotal, pageSize: pageSize))
      } catch {
        guard numbers.count > 1 else { throw error }
        let name = CgroupName(tree.groups[number].path).name
        throw LimitText.Problem("\(name): \(error.message)")
      }
    }
    return plans
  }

  /// Those that would change something; nil where what is typed is no limit.
  private var changes: [CgroupPlan]? { (try? makePlans())?.filter { !$0.edits.isEmpty } }

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
    case .pageUp, .pageDown: top = scrolled(top ?? 0, key, context)
    default: break
    }
    return .stay
  }

  private mutating func move(by lines: Int) {
    top = nil
    let settings = settings
    guard !settings.isEmpty else { return }
    let now = settings.firstIndex(of: setting) ?? 0
    setting = settings[max(0, min(settings.count - 1, now + lines))]
  }

  private mutating func type(_ change: (inout TypedText) -> Void) {
    var text = typed[setting] ?? TypedText(limit: 24)
    change(&text)
    typed[setting] = text
    top = nil
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
    guard context.readOnlyReason == nil, !hasVanished, let changes else { return .stay }
    if changes.isEmpty { return typed.isEmpty ? .close : .stay }
    if changes.contains(where: { $0.excess > 0 }), !confirmed {
      confirming = ConfirmingWord()
      return .stay
    }
    stage = .doing
    let deed = Deed.all(changes.map(Deed.limits))
    asked = deed
    return .act([.carryOut(deed)])
  }

  mutating func receive(_ message: Message, _ context: DialogContext) -> DialogStep {
    switch (message, stage) {
    case (.groups(.tree(let fresh)), .deciding):
      let there = identities.compactMap { fresh.number(of: $0) }
      vanished = identities.count - there.count
      guard !there.isEmpty else { return .stay }
      tree = fresh
      numbers = there
    case (.carriedOut(let deed, let outcome), .doing) where deed == asked: tell(outcome.lines)
    default: break
    }
    return .stay
  }
}
