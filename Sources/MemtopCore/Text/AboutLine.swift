/// A line of what an act would do, or did: what it is about, and what is said of that.
public struct AboutLine: Sendable, Equatable {
  /// One or two words.
  public let about: String
  /// Already made visible.
  public let text: String
  /// It speaks of harm.
  public let isGrave: Bool

  public init(_ about: String, _ text: String, isGrave: Bool = false) {
    self.about = about
    self.text = text
    self.isGrave = isGrave
  }
}
