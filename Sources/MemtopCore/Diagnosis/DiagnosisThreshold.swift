/// A number that a rule compares with, which the config file can change by its name.
struct DiagnosisThreshold: Sendable, Equatable {
  let name: String
  let standard: Double
  /// `%`, `s`, `/s`, `bytes/s`, `bytes`, or empty.
  let unit: String
  /// What it is, and who else uses it.
  let meaning: String

  init(_ name: String, _ standard: Double, _ unit: String, _ meaning: String) {
    self.name = name
    self.standard = standard
    self.unit = unit
    self.meaning = meaning
  }

  /// All of them, in the order of their rules.
  static var all: [DiagnosisThreshold] {
    DiagnosisRule.all.flatMap(\.thresholds)
  }
}

/// The thresholds in force: the standard ones, and those that were changed.
public struct DiagnosisThresholds: Sendable, Equatable {
  /// By name, what differs from the standard.
  public private(set) var changed: [String: Double] = [:]
  private let standards: [String: Double]

  public static let standard = DiagnosisThresholds()

  public init() {
    standards = Dictionary(
      DiagnosisThreshold.all.map { ($0.name, $0.standard) }, uniquingKeysWith: { a, _ in a })
  }

  /// False where no threshold has the name, or the value is none.
  public mutating func set(_ name: String, to value: Double) -> Bool {
    guard let standard = standards[name], value.isFinite, value >= 0 else { return false }
    changed[name] = value == standard ? nil : value
    return true
  }

  public subscript(name: String) -> Double {
    changed[name] ?? standards[name] ?? .infinity
  }
}
