import Foundation
import MemtopCore
import TestSupport

/// What a reader makes of a log that comes in pieces of one size.
struct ReadLog {
  var kills: [KernelKill] = []
  var unfinished: [(report: KillReport, reason: UnfinishedReason)] = []
  var panics: [String] = []
  var reported: [ReportedKill] = []
  var omissions = KillLogOmissions()

  init(_ bytes: [UInt8], pieces: Int = 1 << 18) { self.init(bytes, cuts: { pieces }) }

  /// In pieces of the sizes that `cuts` says one after the other.
  init(_ bytes: [UInt8], cuts: () -> Int) {
    var reader = KillLogReader()
    var events: [KillLogEvent] = []
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + cuts())
      bytes[at..<end].withUnsafeBufferPointer { piece in
        reader.read(piece.span) { events.append($0) }
      }
      at = end
    }
    reader.finish { events.append($0) }
    omissions = reader.omissions
    for event in events {
      switch event {
      case .kill(let kill): kills.append(kill)
      case .unfinished(let report, let reason): unfinished.append((report, reason))
      case .panic(let text, _): panics.append(text)
      case .reported(let kill): reported.append(kill)
      }
    }
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  /// Every value of every kill, for comparing two readings.
  var values: [[FieldValue]] {
    kills.map { kill in KillField.all.map { $0.value(kill, LogClock()) } }
  }
}

/// The captured logs.
enum CapturedLog {
  static let folder = URL(filePath: Fixtures.path("kernel-logs"))

  static let names: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }
}
