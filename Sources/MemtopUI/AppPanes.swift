import LinuxKernel
import MemtopCore

/// Which pane is shown, and what its lines are.
extension App {
  /// The words that name panes on the command line.
  public static var panes: [String] { Pane.ID.allCases.map(\.rawValue) }

  /// Shows a pane from the start; a word that names none changes nothing.
  public mutating func begin(in pane: String) {
    if let id = Pane.ID(rawValue: pane) { self.pane = id }
  }

  var currentPane: Pane { Pane.of(pane) }

  /// What the first pane needs read once the loop runs.
  public mutating func start() -> [Effect] { currentPane.comeUp(&self) }

  /// Shows a pane. The process under the cursor stays under it where the pane lists it.
  mutating func show(_ next: Pane.ID) -> [Effect] {
    guard next != pane else { return currentPane.comeUp(&self) }
    let effects = change { app in
      app.leftAt[app.pane] = app.selection.cursor
      app.pane = next
      app.sight.lines = []
      let process = app.selection.process
      app.selection.group = nil
      app.selection.cursor = app.leftAt[next] ?? 0
      app.selection.top = 0
      app.fitCursor()
      guard let process, let line = app.line(of: process) else { return }
      app.selection.cursor = line
    }
    return effects + currentPane.comeUp(&self)
  }

  mutating func show(panesAway distance: Int) -> [Effect] {
    let all = Pane.all.map(\.id)
    let now = all.firstIndex(of: pane) ?? 0
    return show(all[((now + distance) % all.count + all.count) % all.count])
  }
}
