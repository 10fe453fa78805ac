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
        "It is the root group, or memory is not accounted for in it: there are no limits to set.")
      return page
    }
    let label = "New \(setting.rawValue) "
    let text = typed[setting]?.text ?? ""
    page.head = [DialogLine(label).adding(context.padded(text, to: 16), .input)]
    page.inputColumn = context.measure(label) + context.measure(text)
    page.head += context.wrapped(
      setting.isFlag
        ? "yes or no" : "2G, 1.8G, 512M, 80% of what is above, +10%, -10%, max for none", .dim)
    page.cursor = settings.firstIndex(of: setting)
    page.body = rows(context)
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
    let memory = tree.groups[number].memory
    let names = settings.map { context.measure($0.rawValue) }.max() ?? 0
    return settings.enumerated().map { place, setting in
      var line = DialogLine(context.padded(setting.rawValue, to: names + 2))
      let now = (try? CgroupPlan.value(setting, of: memory))?.shown ?? context.glyphs.absent
      line.add(context.padded(now, to: 24))
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
    if hasVanished { return context.wrapped("The group was removed. Esc closes.", .warn) }
    let plan: CgroupPlan
    do throws(LimitText.Problem) {
      plan = try makePlan()
    } catch {
      return context.wrapped(error.message, .bad)
    }
    guard !plan.edits.isEmpty else {
      let usage = plan.usage.map { "It uses \(Quantity.bytes($0)) now. " } ?? ""
      return context.wrapped(usage + "Nothing is changed yet.", .dim)
    }
    let victim = plan.mayKill ? victims.first(context) : nil
    return FactLines.make(plan.lines(victim: victim, arrow: context.glyphs.arrow), context)
  }
}
