/// Why a value cannot be kept for a unit, and what to change in place of that.
public struct KeepRefusal: Error, Equatable, Sendable {
  public let reason: String
  /// What to change there; nil where there is nothing.
  public let instead: String?
  /// The unit, or memtop's drop-in of it, is not there at all.
  public let isAbsent: Bool

  public init(_ reason: String, instead: String? = nil, isAbsent: Bool = false) {
    self.reason = reason
    self.instead = instead
    self.isAbsent = isAbsent
  }

  /// One line.
  public var message: String { reason + (instead.map { "; instead: " + $0 } ?? "") }
}
