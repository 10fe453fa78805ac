/// The app as one frame shows it, by reference: it is large, and what draws a part of it would otherwise
/// hold a copy, with a hundred counts of references, each.
final class AppFrame: Sendable {
  let app: App

  init(_ app: App) { self.app = app }
}

/// Draws a part of the app.
protocol FrameDrawing: Sendable {
  var frame: AppFrame { get }
}

/// Draws the list of a pane, and its heading above.
protocol PaneDrawing: FrameDrawing {
  init(_ frame: AppFrame)
  func drawHeader(into surface: inout Surface, _ area: Rect)
  func drawRows(into surface: inout Surface, _ area: Rect)
}

extension FrameDrawing {
  /// What it stores is read in place. To ask it what it computes takes a copy: what is asked again and again
  /// is asked once, before.
  var app: App { _read { yield frame.app } }

  /// Marks a tagged line.
  func drawTag(isSelected: Bool, into surface: inout Surface, _ area: Rect) {
    surface.put(
      frame.app.glyphs.tag, x: area.x, y: area.y,
      style: Style(.tagged, bold: true, selected: isSelected), limit: area.width)
  }

  /// The cells that a text takes.
  func measure(_ text: String) -> Int { TextWrap.measure(text, frame.app.characterWidth) }
}
