import LinuxKernel
import MemtopCore

/// What is to be kept for a unit, in lines for people: the file whole, where it lies and what activates it.
public struct KeepPlanText {
  private let plan: KeepPlan
  private let table: TextTable
  private let arrow: String

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(_ plan: KeepPlan, isUnicode: Bool, measure: @escaping (String) -> Int) {
    self.plan = plan
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
    arrow = isUnicode ? " → " : " -> "
  }

  /// Writes the preview.
  ///
  /// - Parameter more: what is to be known besides, each one sentence.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ more: [String], to output: consuming ChunkedOutput) throws {
    table.put("unit", plan.unit.text, to: &output)
    let state = plan.new == nil ? "removed" : plan.old == nil ? "new" : "changed"
    table.put("file", "\(VisibleText.make(plan.path)), \(state)", to: &output)
    for line in UnitText(plan.new ?? plan.old ?? "").lines {
      table.put("", VisibleText.make(line), to: &output)
    }
    for change in plan.changes {
      let old = change.old.map { VisibleText.make($0) } ?? "not kept"
      table.put(
        "change", "\(change.setting.key): \(old)\(arrow)\(change.new?.word ?? "not kept")",
        to: &output)
    }
    for other in plan.overridden {
      table.put(
        "replaces", "\(said(other)) in \(VisibleText.make(other.path)), which stays as it is",
        to: &output)
    }
    for other in plan.stronger {
      table.put(
        "loses to", "\(said(other)) in \(VisibleText.make(other.path)), which is read later",
        to: &output)
    }
    for note in plan.notes + more { table.put("note", VisibleText.make(note), to: &output) }
    for step in plan.activation {
      table.put("activate", "\(step.command)  (\(step.effect))", to: &output)
    }
    try output.finish()
  }

  private func said(_ other: KeepPlan.OtherFile) -> String {
    "\(other.setting.key)=\(VisibleText.make(other.value))"
  }
}
