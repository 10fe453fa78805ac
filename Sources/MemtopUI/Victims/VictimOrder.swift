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

  /// The columns that are shown where they fit.
  var columns: [VictimField] {
    VictimField.columns(picture.candidates.rules, foretold: app.showsEnd)
  }

  /// Those that fit; the command takes what is left.
  static func fitting(_ columns: [VictimField], width: Int) -> Fitting {
    let name = VictimField.name
    return Fitting(
      columns.map { Fitting.Column(width: $0.width, priority: $0.priority) }, width: width,
      flexible: columns.firstIndex(of: name) ?? 0, least: name.width, most: name.width + 28)
  }
}
