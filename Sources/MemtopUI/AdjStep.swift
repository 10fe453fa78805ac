import LinuxKernel
import MemtopCore

/// Changes of `oom_score_adj` that are previewed in the table and not applied yet.
struct AdjStep: Sendable, Equatable {
  private(set) var rows: [AdjPlan.Row]
  /// How far each value moves.
  private(set) var shifts: [ProcessID: Int32]
  /// What taking hold found; nil while the answer is on its way.
  private(set) var held: [HeldProcess]?
  /// Enter came before the answer did.
  var appliesWhenHeld = false
  var isWriting = false

  init(rows: [AdjPlan.Row], shift: Int32) {
    self.rows = rows
    shifts = Dictionary(rows.map { ($0.process, shift) }) { $1 }
  }

  /// One value for one process that is held already.
  init(_ process: HeldProcess, new: Int32) {
    rows = [AdjPlan.Row(process: process.process, name: process.name, adj: process.adj)]
    shifts = [process.process: new - (process.adj ?? 0)]
    held = [process]
  }

  /// Moves the values further; processes that are new to it join.
  ///
  /// Returns true where some joined, which must be taken hold of.
  mutating func move(_ targets: [AdjPlan.Row], by change: Int32) -> Bool {
    var hasJoined = false
    for row in targets {
      if shifts[row.process] == nil {
        rows.append(row)
        hasJoined = true
      }
      shifts[row.process] = min(2000, max(-2000, shifts[row.process, default: 0] + change))
    }
    if hasJoined { held = nil }
    return hasJoined
  }

  /// The same shift for all; nil where they differ.
  var commonShift: Int32? {
    let all = Set(rows.compactMap { shifts[$0.process] })
    return all.count == 1 ? all.first : nil
  }

  var edits: [AdjEdit] {
    rows.flatMap { AdjPlan.shift(shifts[$0.process] ?? 0).edits(for: [$0]) }
  }

  func new(_ process: ProcessID) -> (old: Int32, new: Int32)? {
    guard let row = rows.first(where: { $0.process == process }), let old = row.adj,
      let new = AdjPlan.shift(shifts[process] ?? 0).value(for: old)
    else { return nil }
    return (old, new)
  }

  /// Compares with what a sample tells: who ended is left out, a value that somebody else wrote is taken
  /// over and the preview moves with it. A line for each comes back.
  mutating func compare(_ look: (ProcessID) -> ProcessLook) -> [String] {
    guard let held else { return [] }
    var news: [String] = []
    let now = held.compactMap { process -> HeldProcess? in
      let seen = look(process.process)
      let who = "\(process.process.pid) \(process.name)"
      guard seen.isThere else {
        news.append("\(who) has ended: its change is dropped")
        return nil
      }
      guard let adj = seen.adj, adj != process.adj else { return process }
      news.append(
        "somebody else set \(who) from \(process.adj.map(String.init) ?? "?") to \(adj) meanwhile")
      return process.changed(adj: adj)
    }
    if !news.isEmpty { take(now) }
    return news
  }

  /// Takes over the values as found; what is gone is left out.
  mutating func take(_ found: [HeldProcess]) {
    let there = rows.compactMap { row in
      found.first { $0.process == row.process && $0.isThere }
    }
    held = there
    rows = there.map { AdjPlan.Row(process: $0.process, name: $0.name, adj: $0.adj) }
  }

  /// - Parameter look: what the last sample tells.
  func warnings(_ look: (ProcessID) -> ProcessLook) -> [AdjWarning] {
    guard let held else { return [] }
    return AdjWarning.all(
      for: zip(edits, held.filter { $0.adj != nil }).map { edit, found in
        AdjWarning.Case(
          edit: edit, rights: found.rights, owner: found.owner, sharers: found.sharers,
          floor: look(edit.process).adjMin)
      })
  }
}
