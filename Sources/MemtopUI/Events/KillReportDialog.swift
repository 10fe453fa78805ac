import MemtopCore

/// Why one kill happened: the kernel's report as memtop ranks it. Where a group's limit was met, keys go
/// on to the group.
struct KillReportDialog: ReadingDialog {
  private let document: Document
  /// The group whose limit was met; nil where it was none's.
  private let group: Subject.Target?
  var top = 0

  init(_ document: Document, group: Subject.Target?) {
    self.document = document
    self.group = group
  }

  var title: String { document.title }

  private static let acts: [FindingAct.ID] = [.limits, .scope, .jump]

  var keys: [(key: String, label: String)] {
    FindingAct.keys(Self.acts, for: group)
      + [("Up Down PgUp PgDn", "Scroll"), ("Esc", "Close")]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    guard let group, let act = FindingAct.meant(by: key, on: group, vim: context.settings.vim),
      Self.acts.contains(act.id)
    else { return read(key, context) }
    return .actOn(group, act.id)
  }

  func page(_ context: DialogContext) -> DialogPage {
    var page = DialogPage()
    let width = DialogPage.inset(width: context.room.width).width
    page.body = DocumentLines(context, width: width, unit: .auto).lines(document.sections)
    page.top = top
    return page
  }
}
