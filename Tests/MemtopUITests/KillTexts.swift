import MemtopCore

/// Kills as a log would tell them.
enum KillTexts {
  static func kills(_ text: String) -> [KernelKill] {
    var reader = KillLogReader()
    var kills: [KernelKill] = []
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      reader.read(bytes.span) { event in
        if case .kill(let kill) = event { kills.append(kill) }
      }
    }
    return kills
  }
}
