import LinuxKernel
import MemtopCore

/// The kill order with what is needed to write it, made once a frame.
struct VictimOrder: FrameDrawing {
  let picture: KillPicture
  let list: VictimList
  let frame: AppFrame

  var order: KillOrder { list.order }

  /// Nil where the choice was not read, or there is no such group.
  init?(_ frame: AppFrame) {
    let app = frame.app
    guard let shown = app.shownKill else { return nil }
    picture = shown.picture
    self.frame = frame
    let before = app.killAfterEdits == nil ? nil : app.model.kill
    list = VictimList(
      picture.candidates, shown.order, before: app.killGroup == nil ? before?.host : before?.group,
      atEnd: app.whenItRunsOut,
      PageCount(pageSize: app.model.facts.pageSize, unit: app.settings.unit),
      VictimList.Style(absent: app.glyphs.absent, arrow: app.glyphs.arrow))
  }

  func name(_ row: Int32) -> String {
    app.model.processes.index(of: picture.id(row)).map { app.name(ofRow: $0) } ?? "gone"
  }

  static let choice: PaneColumns = {
    let columns = VictimField.columns
    return PaneColumns(
      setting: "victim-columns", title: "Columns of Victims",
      all: columns.map { PaneColumns.Column(id: $0.id, title: $0.title, help: $0.help) },
      standard: columns.map(\.id), fixed: VictimField.name.id)
  }()

  /// The columns that were chosen, of those that there are by the kernel's rules.
  static func columns(_ app: App, _ rules: KillRules) -> [VictimField] {
    app.settings.chosen(
      of: VictimField.columns(rules, foretold: app.showsEnd), in: .victims, id: \.id)
  }

  /// Those that fit; the command takes what is left.
  static func fitting(_ columns: [VictimField], _ sort: VictimSort, width: Int) -> Fitting {
    let name = VictimField.name
    return Fitting(
      columns.map { field in
        // The mark of what sorts stands behind the heading.
        let sorts = field == sort.field && !sort.isKillOrder
        return Fitting.Column(
          width: sorts ? max(field.width, field.title.count + 1) : field.width,
          priority: sorts ? nil : field.priority)
      }, width: width,
      flexible: columns.firstIndex(of: name) ?? 0, least: name.width, most: name.width + 28)
  }
}
