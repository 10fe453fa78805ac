import LinuxKernel
import MemtopCore

/// What the prompt for limits shows.
extension LimitPrompt {
  func shownPage(_ context: DialogContext) -> DialogPage {
    if let lines = waiting("", "Writing", context) {
      var page = DialogPage()
      page.leastWidth = context.textWidth
      page.body = lines
      return page
    }
    return confirming.map { confirmingPage($0, context) } ?? editingPage(context)
  }

  private func editingPage(_ context: DialogContext) -> DialogPage {
    var page = emptyPage(context)
    guard !settings.isEmpty else {
      page.body = context.wrapped(
        identities.count == 1
          ? "It is the root group, or memory is not accounted for in it: there are no limits to set."
          : "There is no limit that all these groups have.")
      return page
    }
    let label = "New \(setting.rawValue) "
    let text = typed[setting]?.text ?? ""
    page.head = [DialogLine(label).adding(context.padded(text, to: 16), .input)]
    page.inputColumn = context.measure(label) + context.measure(text)
    page.head += context.wrapped(
      setting.isFlag
        ? "yes or no" : "2G, 1.8G, 512M, 80% of what is above, +10%, -10%, max for none", .dim)
    if let top { page.top = top } else { page.cursor = settings.firstIndex(of: setting) }
    page.body = rows(context) + groupLines(context)
    page.foot = remarks(context)
    return page
  }

  private func confirmingPage(_ word: ConfirmingWord, _ context: DialogContext) -> DialogPage {
    var page = emptyPage(context)
    word.put(
      behind: "The limit is below what is used. Type \(ConfirmingWord.word): ", .warn, into: &page,
      context)
    page.body = remarks(context)
    return page
  }

  private func emptyPage(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    page.leastWidth = context.textWidth
    page.leastHeight = settings.count + 8
    return page
  }

  /// Each setting with what it is and what it is to be.
  private func rows(_ context: DialogContext) -> [DialogLine] {
    let names = settings.map { context.measure($0.rawValue) }.max() ?? 0
    return settings.enumerated().map { place, setting in
      var line = DialogLine(context.padded(setting.rawValue, to: names + 2))
      let values = values(setting) ?? []
      let now = values.allSatisfy { $0 == values[0] } ? values.first?.shown : "not the same"
      line.add(context.padded(now ?? context.glyphs.absent, to: 24))
      if let text = typed[setting]?.text, !text.isEmpty {
        line.add("\(context.glyphs.arrow) \(text)", .warn)
      }
      line.isSelected = setting == self.setting
      line.entry = place
      return line
    }
  }

  /// Why nothing can be written, or what would come of it.
  private func remarks(_ context: DialogContext) -> [DialogLine] {
    if let reason = context.readOnlyReason {
      return context.wrapped("Nothing can be changed: \(reason).", .warn)
    }
    if hasVanished {
      let what = identities.count == 1 ? "The group was" : "The groups were"
      return context.wrapped("\(what) removed. Esc closes.", .warn)
    }
    let plans: [CgroupPlan]
    do throws(LimitText.Problem) {
      plans = try makePlans()
    } catch {
      return context.wrapped(error.message, .bad)
    }
    guard plans.contains(where: { !$0.edits.isEmpty }) else {
      let usage = victims == nil ? nil : plans.first?.usage
      let uses = usage.map { "It uses \(Quantity.bytes($0)) now. " } ?? ""
      return context.wrapped(uses + "Nothing is changed yet.", .dim)
    }
    guard let victims, let plan = plans.first else { return summary(plans, context) }
    return FactLines.make(
      plan.lines(
        victim: plan.mayKill ? victims.first(context) : nil, arrow: context.glyphs.arrow), context)
  }

  /// What would come of it for each of several groups: the setting under the cursor, those first from which
  /// memory must go.
  private func groupLines(_ context: DialogContext) -> [DialogLine] {
    guard identities.count > 1, !hasVanished else { return [] }
    let plans = try? makePlans()
    let rows = numbers.enumerated().map { place, number -> (excess: UInt64, row: ColumnLines.Row) in
      let group = tree.groups[number]
      let now = try? CgroupPlan.value(setting, of: group.memory)
      let plan = plans?[place]
      let new = plan?.edits.first { $0.setting == setting }?.new
      let excess = plan?.excess ?? 0
      let use = group.memory.current.value.map { Quantity.bytes($0) } ?? context.glyphs.absent
      return (
        excess,
        ColumnLines.Row(
          text: VisibleText.make(group.path),
          numbers: [
            use, now?.brief ?? context.glyphs.absent, new?.brief ?? "",
            excess > 0 ? Quantity.bytes(excess) : "",
          ], role: excess > 0 ? .bad : .plain, keepsEnd: true)
      )
    }
    let heading = ColumnLines.Row(
      text: "", numbers: ["uses", setting.rawValue, "new", "to go"], role: .tableHeader)
    let (grave, others) = (rows.filter { $0.excess > 0 }, rows.filter { $0.excess == 0 })
    return [DialogLine()] + ColumnLines.make([heading] + (grave + others).map(\.row), context)
  }

  private static let mostRemarks = 4

  /// What is to be known of all of them together.
  private func summary(_ plans: [CgroupPlan], _ context: DialogContext) -> [DialogLine] {
    let changed = plans.count { !$0.edits.isEmpty }
    let above = plans.filter { $0.excess > 0 }
    var lines = context.wrapped("\(changed) of \(plans.count) groups change.", .plain)
    if !above.isEmpty {
      let total = above.reduce(UInt64(0)) { $0.addingSaturated($1.excess) }
      let worst = above.first(where: \.mayKill) ?? above[0]
      lines += context.wrapped(
        "\(Quantity.bytes(total)) above the new limit of \(above.count) must go at once: "
          + worst.excessMeans + ".", .bad)
    }
    var remarks: [AboutLine] = []
    for plan in plans where !plan.edits.isEmpty {
      remarks += plan.remarks().filter { !remarks.contains($0) }
    }
    // There may be hundreds of groups below.
    lines += FactLines.make(Array(remarks.prefix(Self.mostRemarks)), context)
    if remarks.count > Self.mostRemarks {
      lines += context.wrapped("and \(remarks.count - Self.mostRemarks) more", .dim)
    }
    if vanished > 0 {
      lines += context.wrapped("\(vanished) of the groups were removed.", .warn)
    }
    return lines
  }
}

extension CgroupSetting.Value {
  /// Without its exact bytes.
  fileprivate var brief: String {
    guard case .limit(.bytes(let size)) = self else { return word }
    return Quantity.bytes(size)
  }
}
