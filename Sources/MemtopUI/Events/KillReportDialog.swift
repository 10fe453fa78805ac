import MemtopCore

/// Why one kill happened: the kernel's report as memtop ranks it.
struct KillReportDialog: ReadingDialog {
  private let document: Document
  var top = 0

  init(_ document: Document) { self.document = document }

  var title: String { document.title }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    let width = DialogPage.inset(width: context.room.width).width
    page.body = DocumentLines(context, width: width, unit: .auto).lines(document.sections)
    page.top = top
    return page
  }
}
