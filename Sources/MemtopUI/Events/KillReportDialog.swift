import MemtopCore

/// Why one kill happened: the kernel's report as memtop ranks it. Where a group's limit was met, keys go
/// on to the group.
struct KillReportDialog: ReadingDialog {
  private let document: Document
  /// The group whose limit was met; nil where it was none's.
  private let group: Subject.Target?
  /// What can be done for it now.
  private let acts: [FindingAct.ID]
  var top = 0

  /// - Parameter refusal: why something cannot be done now.
  init(_ document: Document, group: Subject.Target?, refusal: (FindingAct.ID) -> String?) {
    self.document = document
    self.group = group
    acts = [.limits, .scope, .jump].filter { refusal($0) == nil }
  }

  var title: String { document.title }

  var keys: [(key: String, label: String)] {
    FindingAct.keys(acts, for: group)
      + [("Up Down PgUp PgDn", "Scroll"), ("Esc", "Close")]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep {
    guard let group, let act = FindingAct.meant(by: key, on: group, vim: context.settings.vim),
      acts.contains(act.id)
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
