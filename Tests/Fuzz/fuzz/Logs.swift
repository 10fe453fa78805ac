import MemtopCore

/// Kernel logs: in one piece and cut anywhere they tell the same, and all of it can be explained.
enum Logs {
  private struct Told: Equatable {
    var events: [KillLogEvent] = []
    var lines: UInt64 = 0
    var omissions = KillLogOmissions()
  }

  /// The first eight bytes are lengths of pieces, which come again and again; the rest is the log.
  static func take(_ bytes: [UInt8]) {
    let cuts = bytes.prefix(8).map { Int($0) + 1 }
    let log = bytes.dropFirst(8)
    guard !log.isEmpty else { return }
    let whole = read(log, cuts: [log.count]) { explain($0) }
    let pieces = read(log, cuts: cuts) { _ in }
    require(whole == pieces, "whole: \(text(of: whole))\npieces: \(text(of: pieces))")
  }

  private static func read(
    _ log: ArraySlice<UInt8>, cuts: [Int], _ see: (KillLogEvent) -> Void
  ) -> Told {
    var told = Told()
    var reader = KillLogReader()
    func take(_ event: KillLogEvent) {
      told.events.append(event)
      see(event)
    }
    var (at, turn) = (log.startIndex, 0)
    while at < log.endIndex {
      let end = min(log.endIndex, at + cuts[turn % cuts.count])
      log[at..<end].withUnsafeBufferPointer { reader.read($0.span, to: take) }
      (at, turn) = (end, turn + 1)
    }
    reader.finish(to: take)
    told.lines = reader.killLines
    told.omissions = reader.omissions
    return told
  }

  /// All that an event holds. A set's order is another one each time, so its members are sorted.
  private static func text(of value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    var parts = mirror.children.map { ($0.label ?? "") + ":" + text(of: $0.value) }
    guard !parts.isEmpty else { return String(describing: value) }
    if mirror.displayStyle == .set || mirror.displayStyle == .dictionary { parts.sort() }
    return "\(type(of: value))(" + parts.joined(separator: ",") + ")"
  }

  private static func explain(_ event: KillLogEvent) {
    guard case .kill(let kill) = event else { return }
    for text in KillExplanation(kill, LogClock()).document.texts {
      require(
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f },
        "a control character: \(text.debugDescription)")
    }
  }
}
