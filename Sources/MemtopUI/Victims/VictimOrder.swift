import LinuxKernel
import MemtopCore

/// The kill order with what is needed to write it, made once a frame.
struct VictimOrder: FrameDrawing {
  let picture: KillPicture
  let order: KillOrder
  let pages: PageCount
  /// The order as it is, where edits wait; nil where none do.
  private let before: (picture: KillPicture, order: KillOrder)?
  let frame: AppFrame

  /// Nil where the choice was not read, or there is no such group.
  init?(_ frame: AppFrame) {
    let app = frame.app
    guard let shown = app.shownKill else { return nil }
    picture = shown.picture
    order = shown.order
    self.frame = frame
    pages = PageCount(pageSize: app.model.facts.pageSize, unit: app.settings.unit)
    if app.killAfterEdits != nil, let kill = app.model.kill,
      let old = app.killGroup == nil ? kill.host : kill.group
    {
      before = (kill, old)
    } else {
      before = nil
    }
  }

  func name(_ row: Int32) -> String {
    app.model.processes.index(of: picture.id(row)).map { app.name(ofRow: $0) } ?? "gone"
  }

  /// `1`, `1 or 2` where that cannot be told, `1-5`; with an edit that waits, `3→17`.
  func rankText(_ victim: KillVictim) -> String {
    if let before {
      let old = before.picture.rank(picture.id(victim.row), in: before.order)
      if old != victim.rank {
        return (old.map(String.init) ?? app.glyphs.absent) + app.glyphs.arrow + String(victim.rank)
      }
    }
    let ranks = order.possibleRanks(of: victim)
    if ranks.count == 1 { return String(victim.rank) }
    return "\(ranks.lowerBound)\(ranks.count == 2 ? " or " : "-")\(ranks.upperBound)"
  }

  func dyingText(_ victim: KillVictim) -> String {
    var parts = victim.alsoKilled.prefix(4).map { String(picture.id($0).pid) }
    if victim.alsoKilled.count > 4 { parts.append("and \(victim.alsoKilled.count - 4) more") }
    if let group = victim.group { parts.append("(oom.group " + VisibleText.make(group) + ")") }
    return parts.joined(separator: " ")
  }
}
