import MemtopCore

extension Glyphs {
  /// How a level reads, with and without colour.
  func look(of level: DiagnosisLevel) -> (mark: String, role: Role) {
    switch level {
    case .healthy: (healthy, .good)
    case .strained: (strained, .warn)
    case .critical: (critical, .bad)
    case .unknown: (unknown, .dim)
    }
  }
}
