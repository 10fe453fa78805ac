import LinuxKernel
import MemtopCore

/// What edits that wait would make of the kill order, in words.
struct KillForecast: ~Copyable {
  private let before: KillPicture?
  private let after: KillPicture?
  private let edits: [AdjEdit]

  init(before: KillPicture?, after: KillPicture?, edits: [AdjEdit]) {
    self.before = before
    self.after = after
    self.edits = edits
  }

  /// `kill rank 2 → 31 of 64`; nil where it cannot be told, or the edits are of several processes.
  func ranks(_ glyphs: Glyphs) -> String? {
    guard edits.count == 1, let only = edits.first, let before, let old = order(of: before),
      let after, let new = order(of: after)
    else { return nil }
    let ranks = [before.rank(only.process, in: old), after.rank(only.process, in: new)]
      .map { $0.map(String.init) ?? "never" }
    return
      "kill rank \(ranks[0]) \(glyphs.arrow) \(ranks[1]) of \(after.view.count(new.victims.count))"
      + (old.scope.group.map { " in " + VisibleText.make($0) } ?? "")
  }

  /// The group's order where one is looked at, and the edited processes are in it; else the host's.
  private func order(of picture: KillPicture) -> KillOrder? {
    guard let group = picture.group else { return picture.host }
    let isInside = edits.allSatisfy { edit in
      picture.candidate(edit.process).map { group.scope.holds($0, picture.candidates) } ?? false
    }
    return isInside ? group : picture.host
  }

  private static let shown = 5

  /// The first victims as they are and as they would be, beside each other.
  func lines(_ context: DialogContext) -> [DialogLine] {
    guard let before, let old = order(of: before) else {
      return [DialogLine("The kill order is being read\(context.glyphs.more)", .dim)]
    }
    guard let after, let new = order(of: after) else { return [] }
    var lines = ranks(context.glyphs).map { [DialogLine($0, .warn)] } ?? []
    let width = min(32, (context.textWidth - 6) / 2)
    guard width >= 12 else { return lines }
    lines.append(
      DialogLine("    " + context.padded("now", to: width + 2), .dim).adding("then", .dim))
    for place in 0..<min(Self.shown, max(old.victims.count, new.victims.count)) {
      let now = name(place, old, before, context)
      let then = name(place, new, after, context)
      var line = DialogLine(context.padded(String(place + 1), to: 3, right: true) + " ", .dim)
      line.add(context.padded(context.cut(now, to: width), to: width + 2))
      line.add(context.cut(then, to: width), now == then ? .plain : .warn)
      lines.append(line)
    }
    return lines
  }

  private func name(
    _ place: Int, _ order: KillOrder, _ picture: KillPicture, _ context: DialogContext
  ) -> String {
    guard order.victims.indices.contains(place) else { return context.glyphs.absent }
    let process = picture.id(order.victims[place].row)
    return "\(process.pid) \(context.name(process))"
  }
}
