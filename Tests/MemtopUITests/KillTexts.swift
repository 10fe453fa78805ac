import MemtopCore

/// Kills as a log would tell them.
enum KillTexts {
  static func kills(_ text: String) -> [LoggedKill] {
    var reader = KillLogReader()
    var kills: [LoggedKill] = []
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      reader.read(bytes.span) { if let kill = $0.logged { kills.append(kill) } }
    }
    reader.finish { if let kill = $0.logged { kills.append(kill) } }
    return kills
  }

  /// Those of them that were not the kernel's.
  static func reported(_ text: String) -> [ReportedKill] {
    kills(text).compactMap { if case .program(let kill) = $0 { kill } else { nil } }
  }
}
