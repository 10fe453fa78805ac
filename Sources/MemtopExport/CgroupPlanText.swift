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
    arrow = isUnicode ? "→" : "->"
  }

  /// Writes the preview.
  ///
  /// - Parameters:
  ///   - victim: whom the kernel would choose first, where the cache is not enough.
  ///   - way: who sets it, and how.
  ///
  /// Throws: what the output's sink throws.
  public func write(victim: String?, way: String, to output: consuming ChunkedOutput) throws {
    let version = plan.version == .v1 ? "v1" : "v2"
    let name = CgroupName(plan.path).name
    table.put("group", "\(VisibleText.make(plan.path)) (\(name)), \(version)", to: &output)
    for line in plan.lines(victim: victim, arrow: arrow, way: way) {
      table.put(line.about, line.text, to: &output)
    }
    try output.finish()
  }
}
