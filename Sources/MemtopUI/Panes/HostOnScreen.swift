import MemtopCore

/// The host's figures as they stand on the screen. Whatever changes the model's host takes them anew, so
/// that layout and drawing, which ask for them many times a key, compute none.
struct HostOnScreen: Sendable {
  private(set) var figures: HostFigures
  /// How often they were taken.
  private(set) var count = 0

  init(_ model: borrowing Model) { figures = HostFigures(model) }

  /// - Parameter tightest: the group that is nearest to its limit, as the rules saw it last.
  mutating func take(_ model: borrowing Model, _ tightest: TightestGroup?) {
    figures = HostFigures(model, tightest)
    count += 1
  }
}
