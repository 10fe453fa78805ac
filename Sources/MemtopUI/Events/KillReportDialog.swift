import MemtopCore

/// Why one kill happened: the kernel's report as memtop ranks it.
struct KillReportDialog: ReadingDialog {
  let title: String
  private let kill: KernelKill
  private let clock: LogClock
  private let offset: Int64
  private let at: Int64?
  var top = 0

  /// - Parameter at: the time that the list shows. Unit: nanoseconds after 1970-01-01 UTC.
  init(_ kill: KernelKill, _ clock: LogClock, at: Int64?, offset: Int64) {
    self.at = at
    title = "Why \(kill.victim.pid) \(VisibleText.make(kill.victim.name)) was killed"
    self.kill = kill
    self.clock = clock
    self.offset = offset
  }

  func page(_ context: DialogContext) -> DialogPage {
    let text = KillExplanation(
      kill, clock, at: at, offset: offset, spelled: context.glyphs.spelled, measure: context.measure
    )
    let width = DialogPage.inset(width: context.room.width).width
    var page = DialogPage()
    page.body = text.lines.flatMap { line -> [DialogLine] in
      if line.isTable { return [DialogLine(context.cut(line.text, to: width))] }
      let blanks = line.text.prefix { $0 == " " }
      let room = width - blanks.count
      return TextWrap.lines(
        context.glyphs.spelled(line.text), width: room, columns: context.columns
      ).map { DialogLine(blanks + $0) }
    }
    page.top = top
    return page
  }
}
