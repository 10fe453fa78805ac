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

extension FrameDrawing {
  /// Read in place, without a copy.
  var app: App { _read { yield frame.app } }
}
