import MemtopCore

/// What the Explain view shows, from top to bottom.
extension ExplainDialog {
  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    // The whole screen: what is behind it has nothing to do with it.
    page.leastWidth = context.room.width
    page.leastHeight = context.room.height
    page.top = top
    if hasEnded {
      page.head = [DialogLine("It has ended. This was its last.", .bad, bold: true)]
    }
    let inside = DialogPage.inset(width: context.room.width).width
    let column = (inside - Self.gap) / 2
    guard column >= Self.leastColumn else {
      page.body = lines(
        [
          score(context), limits(context), memory(context), mappings(context), place(context),
          done(context),
        ])
      return page
    }
    var half = context
    half.room.width = column + context.room.width - inside
    let left = lines([score(half), limits(half), place(half), done(half)])
    let right = lines([memory(half), mappings(half)])
    page.body = Self.beside(left, right, at: half.textWidth + Self.gap, context)
    return page
  }

  private struct Section {
    let title: String
    /// It was told once and was not told again yet; one that was never told says so itself.
    var isLate = false
    let lines: [DialogLine]
  }

  private func lines(_ sections: [Section]) -> [DialogLine] {
    var lines: [DialogLine] = []
    for section in sections where !section.lines.isEmpty {
      if !lines.isEmpty { lines.append(DialogLine()) }
      var title = DialogLine(section.title, .accent, bold: true)
      if section.isLate, !hasEnded { title.add("  waiting for the kernel…", .dim) }
      lines += [title] + section.lines
    }
    return lines
  }

  /// Two columns are no use below this.
  private static let leastColumn = 54
  private static let gap = 3

  /// Two columns, where there is room for both.
  private static func beside(
    _ left: [DialogLine], _ right: [DialogLine], at column: Int, _ context: DialogContext
  ) -> [DialogLine] {
    (0..<max(left.count, right.count)).map { place in
      var line = place < left.count ? left[place].spelled(context.glyphs) : DialogLine()
      guard place < right.count, !right[place].pieces.isEmpty else { return line }
      line.add(String(repeating: " ", count: max(0, column - line.width(context.columns))))
      line.pieces += right[place].pieces
      return line
    }
  }

  private func score(_ context: DialogContext) -> Section {
    let pages = PageCount(pageSize: pageSize, unit: context.settings.unit)
    return Section(
      title: "Why this score",
      lines: score.map { ScoreLines(score: $0, pages: pages, context: context).make() }
        ?? [DialogLine("Reading all processes…", .dim)])
  }

  private func limits(_ context: DialogContext) -> Section {
    Section(
      title: "Limits on its path",
      lines: score?.limits.map { LimitLines(limits: $0, context: context).make() } ?? [])
  }

  private func memory(_ context: DialogContext) -> Section {
    Section(
      title: "Its memory", isLate: memory.isOld && memory.rollup.isTold,
      lines: MemoryLines(subject: subject, memory: memory, context: context).make())
  }

  private func mappings(_ context: DialogContext) -> Section {
    let hasAny = !subject.isKernelThread && !subject.isZombie
    return Section(
      title: "What it maps", isLate: memory.isOld && memory.mappings.isTold,
      lines: hasAny ? MappingLines(memory: memory, context: context).make() : [])
  }

  private func place(_ context: DialogContext) -> Section {
    Section(title: "Where it runs", lines: placeLines(context))
  }

  private func done(_ context: DialogContext) -> Section {
    Section(title: "Done here", lines: actLines(context))
  }

  private func placeLines(_ context: DialogContext) -> [DialogLine] {
    let container = subject.container.map { "\($0.runtime) \(VisibleText.make($0.name))" }
    let facts: [(String, String?)] = [
      ("command", subject.commandLine), ("user", subject.user), ("unit", subject.unit),
      ("container", container), ("cgroup", subject.cgroup), ("started", subject.started),
      ("parent", subject.parent.map { String($0) }),
      ("threads", subject.threads.map { String($0) }),
    ]
    return facts.flatMap { name, text -> [DialogLine] in
      guard let text else { return [] }
      let fact = FactLines.Fact(
        name: context.padded(name, to: 9), value: "", meaning: text, role: .plain)
      let lines = FactLines.make([fact], context)
      guard lines.count > Self.longest else { return lines }
      return lines.prefix(Self.longest - 1) + [lines[Self.longest - 1].adding(context.glyphs.more)]
    }
  }

  /// Lines of one fact; command lines can be very long.
  private static let longest = 4

  /// Newer ones are shown of very many; the pane of events has them all.
  private static let actsShown = 20

  /// The newest first.
  private func actLines(_ context: DialogContext) -> [DialogLine] {
    let lines = acts.indices.reversed().prefix(Self.actsShown).flatMap { place -> [DialogLine] in
      let fact = FactLines.Fact(
        name: acts[place].time, value: "", meaning: acts[place].text, role: .plain)
      var lines = FactLines.make([fact], context)
      if place == nextUndo { lines[lines.count - 1].add("  z undoes it", .dim) }
      return lines
    }
    let left = acts.count - Self.actsShown
    return lines + (left > 0 ? [DialogLine("\(left) earlier: see the pane of events", .dim)] : [])
  }
}
