import LinuxKernel
import MemtopCore

/// One victim as the pane writes it.
struct VictimLine: Sendable {
  let victim: KillVictim
  let candidate: KillCandidate
  /// Already made visible.
  let name: String
  let dying: String
  let rank: String
  /// Nil where it is not among the first, or nothing is foretold.
  let rankWhenItRunsOut: Int?
  /// What comes back up to here. Unit: pages.
  let freedSoFar: Int64
  private let pages: PageCount

  init(_ place: Int, _ order: VictimOrder, freedSoFar: Int64) {
    let victim = order.order.victims[place]
    self.victim = victim
    self.freedSoFar = freedSoFar
    candidate = order.picture.candidates.processes[Int(victim.row)]
    name = order.name(victim.row)
    rank = order.rankText(victim)
    rankWhenItRunsOut = order.app.whenItRunsOut?.rank(of: victim.row)
    dying = order.dyingText(victim)
    pages = order.pages
  }

  func size(_ count: Int64) -> String { pages.size(count) }
}
