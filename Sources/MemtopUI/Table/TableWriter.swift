import LinuxKernel
import MemtopCore

/// Writes the values of the process table as text.
struct TableWriter: FrameDrawing {
  let frame: AppFrame
  private let text: FieldText

  init(_ frame: AppFrame) {
    self.frame = frame
    let app = frame.app
    text = FieldText(
      unit: app.settings.unit, timeOffset: app.timeOffset,
      now: app.wall ?? app.model.sample.wall,
      absent: app.glyphs.absent)
  }

  /// The value that the table shows: of a parent in the tree, the sum of its subtree.
  func value(_ field: Field, _ row: Int) -> FieldValue {
    let own = field.value(app.model, row)
    guard let sum = app.sums[field.id]?[row], sum != .absent else { return own }
    return sum
  }

  /// The whole text, which may be longer than the column.
  func text(_ field: Field, _ row: Int) -> String {
    if field == .comm, app.settings.showsCommandLine || app.model.processes.rows[row].isKernelThread
    {
      return commandLine(row)
    }
    if field == .oomScoreAdj, let step = app.step?.new(app.model.processes.rows[row].id) {
      return "\(step.old)\(app.glyphs.arrow)\(step.new)"
    }
    if field == .killRank { return killRank(row) }
    return text.write(value(field, row))
  }

  /// Blank for what is never killed; a mark where nobody can tell, or not yet.
  private func killRank(_ row: Int) -> String {
    let process = app.model.processes.rows[row].id
    guard let kill = app.model.kill, let candidate = kill.candidate(process) else {
      return text.absent
    }
    let old = kill.rank(process, in: kill.host)
    if let after = app.killAfterEdits, after.candidate(process) != nil {
      let new = after.rank(process, in: after.host)
      if old != new {
        let (old, new) = (old.map(String.init) ?? text.absent, new.map(String.init) ?? text.absent)
        return old + app.glyphs.arrow + new
      }
    }
    if candidate.immunity == .unreadable { return "?" }
    guard let old else { return "" }
    let then = app.whenItRunsOut?.rank(of: candidate.row)
    return String(old) + (then == nil || then == old ? "" : app.glyphs.later + String(then ?? old))
  }

  /// The text of a number, a size or a time in so many cells: in a larger unit where it is too long.
  func text(_ field: Field, _ row: Int, cells: Int) -> String {
    fitted(text(field, row), value(field, row), cells: cells)
  }

  /// The same of a value that is no single process's.
  func text(_ value: FieldValue, cells: Int) -> String {
    fitted(text.write(value), value, cells: cells)
  }

  private func fitted(_ whole: String, _ value: FieldValue, cells: Int) -> String {
    guard whole.unicodeScalars.count > cells else { return whole }
    switch value {
    case .bytes(let size): return Quantity.bytes(size)
    case .growth(let change): return Quantity.signedBytes(change)
    case .number(let number): return Self.short(Double(number))
    case .percent(let number), .rate(let number), .ratio(let number): return Self.short(number)
    case .denied: return "den."
    case .failed: return "fail"
    case .byteRate, .index, .flag, .time, .span, .text, .pids, .unlimited, .absent: return whole
    }
  }

  private func commandLine(_ row: Int) -> String {
    // A program may blank it out.
    if let line = app.model.commandLine(row), line.contains(where: { $0 != " " }) {
      return CommandText.withoutPath(line)
    }
    let name = app.name(ofRow: row)
    return app.model.processes.rows[row].isKernelThread ? "[\(name)]" : name
  }

  /// A count in thousands, millions…: `12.3k`.
  private static func short(_ number: Double) -> String {
    var value = abs(number)
    var unit = ""
    for letter in ["k", "M", "G", "T", "P", "E"] where value >= 999.5 {
      value /= 1000
      unit = letter
    }
    return (number < 0 ? "-" : "") + Quantity.fixed(value, value < 9.95 ? 1 : 0) + unit
  }
}
