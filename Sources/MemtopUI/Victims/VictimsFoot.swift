import MemtopCore

/// What stands below the kill order: what must be known to read it, the most telling first.
struct VictimsFoot: FrameDrawing {
  let frame: AppFrame

  init(_ app: App) { frame = AppFrame(app) }

  var lines: [DialogLine] {
    guard let order = VictimOrder(frame) else { return [] }
    let policy = KillPolicy(
      order.picture.candidates.facts, order.order.scope, order.picture.killers)
    var lines: [DialogLine] = []
    if let warning = order.picture.view.warning { lines += wrapped("! " + warning, .warn) }
    if let failure = order.picture.candidates.facts.failure {
      let text = "! /\(VisibleText.make(failure.file)): \(ErrnoText.describe(failure.errno)); the "
      lines += wrapped(text + "order may be wrong", .warn)
    }
    if let warning = policy.warning { lines.append(DialogLine("! " + warning, .warn)) }
    let notes = order.order.notes { "\(order.picture.id($0).pid) \(order.name($0))" }
    lines += notes.flatMap { wrapped("! " + $0, .warn) }
    if let limits = limits(order) { lines.append(limits) }
    lines += relief(order)
    if let end = end(order) { lines += wrapped(end, .warn) }
    lines.append(killers(policy))
    lines += wrapped(settings(policy), .plain)
    lines += wrapped(never(order), .dim)
    lines += wrapped(order.picture.candidates.rules.explanation.joined(separator: "; "), .dim)
    return lines
  }

  /// Which limit on the group's path is reached first; nil for the host.
  private func limits(_ order: VictimOrder) -> DialogLine? {
    guard let group = order.order.scope.group, let limits = order.picture.candidates.facts.limits
    else { return nil }
    guard !limits.limited.isEmpty else {
      return DialogLine("! no group on this path has a limit: none runs out by itself", .warn)
    }
    guard let binding = limits.binding, let limit = binding.memory.limit else { return nil }
    var text = "limit \(Quantity.bytes(limit, unit: app.settings.unit))"
    if let left = binding.headroom {
      text += ", \(Quantity.bytes(left, unit: app.settings.unit)) of room"
    }
    if binding.group == group {
      return DialogLine("this group's own limit is reached first: " + text)
    }
    return DialogLine(
      "! the limit of \(VisibleText.make(binding.group)) is reached first (\(text)): "
        + "s shows its order", .warn)
  }

  private func relief(_ order: VictimOrder) -> [DialogLine] {
    guard let relief = app.relief(order) else {
      return [DialogLine("how much is missing here cannot be told: there is no limit", .dim)]
    }
    let whole = order.order.scope.group == nil ? "of RAM is available" : "of the limit is room"
    guard relief.shortage > 0 else {
      return [DialogLine("no shortage now: more than 10 % \(whole)", .good)]
    }
    let missing = Quantity.bytes(relief.shortage, unit: app.settings.unit)
    guard let rank = relief.rank else {
      return [
        DialogLine(
          "\(missing) missing until 10 % \(whole): all "
            + (order.picture.view.isWhole ? "victims" : "that are visible")
            + " together do not give it back", .bad)
      ]
    }
    let isWhole = order.picture.view.isWhole
    let who =
      rank == 1
      ? (isWhole ? "the first victim gives" : "rank 1 of the visible would give")
      : "ranks 1 to \(rank)" + (isWhole ? " give" : " of the visible would give")
    return [
      DialogLine("\(missing) missing until 10 % \(whole): \(who) it back", .warn),
      DialogLine("the kernel may take more of them before that memory is back", .dim),
    ]
  }

  private static let foretold = 3

  /// Who dies when memory runs out at the present pace, which is not who would die now.
  private func end(_ order: VictimOrder) -> String? {
    guard let forecast = app.killForecast, let told = app.whenItRunsOut else { return nil }
    let names = told.victims.prefix(Self.foretold).map {
      "\(order.picture.id($0.row).pid) \(order.name($0.row))"
    }
    return
      "! \(forecast.what) runs out in \(TimeSpan.text(forecast.seconds)) at this pace, then "
      + (order.picture.view.isWhole ? "dies: " : "dies, of the visible: ")
      + names.joined(separator: ", ")
  }

  private func wrapped(_ text: String, _ role: Role) -> [DialogLine] {
    TextWrap.lines(text, width: app.listWidth - 2, columns: app.characterWidth)
      .map { DialogLine($0, role) }
  }

  private func killers(_ policy: KillPolicy) -> DialogLine {
    policy.daemons.isEmpty
      ? DialogLine("no systemd-oomd or earlyoom runs that would kill first", .dim)
      : DialogLine("! " + policy.daemons.joined(separator: " and ") + " may kill first", .warn)
  }

  private func settings(_ policy: KillPolicy) -> String {
    policy.settings.map { "\($0.name) \($0.value.map { String($0) } ?? app.glyphs.absent)" }
      .joined(separator: ", ")
  }

  private func never(_ order: VictimOrder) -> String {
    let parts = Immunity.allCases.compactMap { why in
      order.order.immune[why].map(why.text(count:))
    }
    return "never: " + (parts.isEmpty ? "nobody" : parts.joined(separator: "; "))
  }
}

extension App {
  /// How far down the order the shortage would be over.
  func relief(_ order: VictimOrder) -> KillRelief? {
    KillRelief(
      order.order, order.picture.candidates, model.sample.memInfo.value,
      pageSize: model.facts.pageSize)
  }
}
