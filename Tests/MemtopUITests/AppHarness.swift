import LinuxKernel
import TestSupport

@testable import MemtopCore
@testable import MemtopUI

extension Settings {
  /// Without the column that needs every file of every process.
  static var withoutKillRank: Settings {
    var settings = Settings.byScore
    settings.columns.removeAll { $0 == .killRank }
    return settings
  }
}

extension App {
  /// An app that has taken one sample of a made-up host.
  static func showing(
    _ host: MadeUpHost = .usual, settings: Settings = .byScore, glyphs: Glyphs = .unicode,
    readOnlyReason: String? = nil, width: Int = 120, height: Int = 30, namesGroupsAsLog: Bool = true
  ) throws -> App {
    try host.withRoot { root in
      var facts = Sampler(root).facts
      facts.namesGroupsAsLog = namesGroupsAsLog
      var app = App(
        facts: facts, settings: settings, glyphs: glyphs,
        readOnlyReason: readOnlyReason, width: width, height: height, timeOffset: 0,
        characterWidth: Surface.narrow, notices: [])
      try app.take(root)
      return app
    }
  }

  /// Takes another sample of the host.
  mutating func take(_ host: MadeUpHost, seconds: UInt64 = 1000) throws {
    try host.withRoot(seconds: seconds) { try take($0) }
  }

  /// Takes a sample as the loop does.
  private mutating func take(_ root: KernelRoot) throws {
    let plan = plan
    var sampler = Sampler(root)
    try advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: plan)
    }
    complete { sampler.complete(&$0, rows: $1, files: $2) }
  }

  /// Types keys in turn as a person does, who looks at the screen in between; all effects that follow.
  @discardableResult
  mutating func keys(_ keys: Key...) -> [Effect] {
    keys.flatMap { look() + update(.key($0)) }
  }

  /// Keys that come all at once, as from a paste.
  @discardableResult
  mutating func burst(_ keys: Key...) -> [Effect] {
    look() + keys.flatMap { update(.key($0)) }
  }

  /// The screen is drawn and seen.
  @discardableResult
  mutating func look() -> [Effect] { update(.drawn) + update(.seen) }

  @discardableResult
  mutating func write(_ text: String) -> [Effect] {
    text.unicodeScalars.flatMap { look() + update(.key(.character($0))) }
  }

  /// The processes that are listed; a group's own line is none.
  var pids: [Int32] {
    list.rows.indices.compactMap { list.row(atLine: $0).map { model.processes.rows[$0].pid } }
  }

  var selected: Int32? { id(atLine: selection.cursor)?.pid }

  func screen() -> Surface {
    var surface = Surface(width: width, height: height)
    draw(into: &surface)
    return surface
  }

  var text: String { screen().lines.joined(separator: "\n") }
}

extension Settings {
  /// Sorted by a number that every sample has, with the columns that most tests look at.
  static let byScore: Settings = {
    var settings = standard
    settings.columns = [
      .pid, .user, .killRank, .oomScore, .oomScoreAdj, .rss, .shr, .swap, .virt, .memPercent,
      .growth, .comm,
    ]
    settings.showsCommandLine = false
    settings.sort = .oomScore
    settings.isDescending = true
    return settings
  }()
}
