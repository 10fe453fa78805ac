import LinuxKernel
import MemtopCore

/// What a change of a group would do, in lines for people.
public struct CgroupPlanText {
  private let plan: CgroupPlan
  private let table: TextTable
  private let arrow: String

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ plan: CgroupPlan, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.plan = plan
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
    arrow = isUnicode ? " → " : " -> "
  }

  /// Writes the preview.
  ///
  /// - Parameter victim: whom the kernel would choose first, where the cache is not enough.
  ///
  /// Throws: what the output's sink throws.
  public func write(victim: String?, to output: consuming ChunkedOutput) throws {
    let version = plan.version == .v1 ? "v1" : "v2"
    let name = CgroupName(plan.path).name
    table.put("group", "\(VisibleText.make(plan.path)) (\(name)), \(version)", to: &output)
    for edit in plan.edits {
      let file = edit.setting.file(plan.version) ?? ""
      table.put(
        edit.setting.rawValue, shown(edit.old) + arrow + shown(edit.new) + ", \(file)",
        to: &output)
    }
    if let usage = plan.usage {
      let cache = plan.cache.map { ", \(Quantity.bytes($0)) of it cache" } ?? ""
      table.put("usage", Quantity.bytes(usage) + cache, to: &output)
    }
    if plan.excess > 0 { table.put("to go", excess(victim), to: &output) }
    for child in plan.childrenAbove {
      table.put(
        "below",
        "\(VisibleText.make(child.path)) has a larger limit, \(Quantity.bytes(child.limit)), "
          + "which then cannot be reached", to: &output)
    }
    switch CgroupName(plan.path).kind {
    case .service, .scope, .slice:
      table.put(
        "systemd", "if it runs this unit, it sets its own value at the next reload", to: &output)
    default: break
    }
    try output.finish()
  }

  private func excess(_ victim: String?) -> String {
    let excess = Quantity.bytes(plan.excess) + " above the new limit must go at once: "
    guard plan.mayKill else { return excess + "the cache is enough" }
    let dies = victim.map { ", and \($0) is killed first" } ?? ""
    let rest = "what swap does not take "
    return excess + rest
      + (plan.version == .v1 ? "makes the kernel refuse, and growth then kills" : "is killed for")
      + dies
  }

  private func shown(_ value: CgroupSetting.Value) -> String {
    if case .limit(.bytes(let size)) = value {
      return "\(Quantity.bytes(size)) (\(size))"
    }
    return value.word
  }
}
