import LinuxKernel
import MemtopCore

/// Processes in a dialog, one a line: pid, name, and what is said of it; on a narrow screen the name
/// comes last, where it can be cut.
struct ProcessLines {
  struct Row {
    var process: ProcessID
    var name: String
    var text: String
    var role: Role = .plain
  }

  /// Names are cut here, so that what is said of them is seen.
  private static let longestName = 24

  static func make(_ rows: [Row], _ context: DialogContext) -> [DialogLine] {
    let pids = rows.map { String($0.process.pid) }
    let pidWidth = pids.reduce(0) { max($0, $1.count) }
    let textWidth = rows.reduce(0) { max($0, context.measure($1.text)) }
    let room = max(4, context.textWidth - pidWidth - textWidth - 3)
    let names = rows.map {
      context.cut(VisibleText.make($0.name), to: min(room, longestName))
    }
    let nameWidth = names.reduce(0) { max($0, context.measure($1)) }
    return rows.indices.map { index in
      let row = rows[index]
      let pid = DialogLine(context.padded(pids[index], to: pidWidth, right: true) + " ", row.role)
      if context.isNarrow {
        let text = row.text.split(separator: " ").joined(separator: " ")
        return pid.adding(text + " ", row.role).adding(names[index], row.role)
      }
      return pid.adding(context.padded(names[index], to: nameWidth) + "  ", row.role)
        .adding(row.text, row.role)
    }
  }
}
