import LinuxKernel
import MemtopCore

/// A change of `oom_score_adj` by steps that is previewed in the table and not applied yet.
struct AdjStep: Sendable, Equatable {
  var rows: [AdjPlan.Row]
  var shift: Int32
  /// What taking hold found; nil while the answer is on its way.
  var held: [HeldProcess]?
  /// Enter came before the answer did.
  var appliesWhenHeld = false
  var isWriting = false

  var plan: AdjPlan { .shift(shift) }

  var edits: [AdjEdit] { plan.edits(for: rows) }

  func new(_ process: ProcessID) -> (old: Int32, new: Int32)? {
    guard let row = rows.first(where: { $0.process == process }), let old = row.adj,
      let new = plan.value(for: old)
    else { return nil }
    return (old, new)
  }

  /// Takes over the values as found; what is gone is left out.
  mutating func take(_ found: [HeldProcess]) {
    let there = rows.compactMap { row in
      found.first { $0.process == row.process && $0.isThere }
    }
    held = there
    rows = there.map { AdjPlan.Row(process: $0.process, name: $0.name, adj: $0.adj) }
  }

  var warnings: [AdjWarning] {
    guard let held else { return [] }
    return AdjWarning.all(
      for: zip(edits, held.filter { $0.adj != nil }).map { edit, found in
        AdjWarning.Case(
          edit: edit, rights: found.rights, owner: found.owner, sharers: found.sharers)
      })
  }
}
