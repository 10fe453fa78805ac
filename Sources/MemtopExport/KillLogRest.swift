import MemtopCore

/// What a log holds besides kills, up to a number that a screen can show.
public struct KillLogRest: Sendable {
  /// A kernel without killable processes prints thousands of reports.
  static let limit = 1000

  private(set) var unfinished: [(report: KillReport, reason: UnfinishedReason)] = []
  /// Kills that were not the kernel's.
  private(set) var others: [ReportedKill] = []
  /// Their places among all kills by programs that the log holds, from 1.
  private var places: [Int] = []
  private(set) var panics: [(text: String, time: LogTime)] = []
  private var uncounted = 0
  private var uncountedOthers = 0
  private var undated = 0
  private var gaps = 0
  private var omissions = KillLogOmissions()

  /// Whether lines look like a kill that could not be read.
  var hasUnknownKills: Bool { omissions.unknownForms + omissions.unreadableKills > 0 }

  /// The kill by a program that has a place among all of them, from 1; nil where it is not kept.
  public func other(_ place: Int) -> ReportedKill? {
    places.firstIndex(of: place).map { others[$0] }
  }

  /// With their places.
  var placed: Zip2Sequence<[Int], [ReportedKill]> { zip(places, others) }

  public init() {}

  public mutating func add(_ report: KillReport, _ reason: UnfinishedReason) {
    guard unfinished.count < Self.limit else {
      uncounted += 1
      return
    }
    var report = report
    report.forgetRows()
    unfinished.append((report, reason))
  }

  public mutating func add(panic text: String, _ time: LogTime) {
    if panics.count < Self.limit { panics.append((text, time)) } else { uncounted += 1 }
  }

  /// - Parameter place: among all kills by programs that the log holds, from 1.
  public mutating func add(_ kill: ReportedKill, place: Int) {
    guard others.count < Self.limit else {
      uncountedOthers += 1
      return
    }
    others.append(kill)
    places.append(place)
  }

  public mutating func close(_ omissions: KillLogOmissions, undated: Int, gaps: Int) {
    self.omissions = omissions
    self.undated = undated
    self.gaps = gaps
  }

  /// What was left out, by its JSON key and its words.
  var counts: [(id: String, title: String, number: Int)] {
    [
      ("reports", "further reports without a kill", uncounted),
      ("otherKills", "further kills by programs", uncountedOthers),
      ("repeatedKills", "kills that the log holds twice, listed once", omissions.repeatedKills),
      ("unreadableKills", "kill lines that do not say who died", omissions.unreadableKills),
      (
        "unknownForms", "lines that look like a kill, but their form is not known",
        omissions.unknownForms
      ),
      (
        "disbelievedKills",
        "lines with the words of a kill that another program wrote, not believed",
        omissions.disbelievedKills
      ),
      ("longLines", "lines too long to be the kernel's", omissions.longLines),
      ("undatedKills", "kills listed although the log does not date them", undated),
      ("gaps", "gaps where the kernel had overwritten records", gaps),
    ]
  }
}
