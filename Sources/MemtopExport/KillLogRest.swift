import MemtopCore

/// What a log holds besides kills, up to a number that a screen can show.
public struct KillLogRest: Sendable {
  /// A kernel without killable processes prints thousands of reports.
  static let limit = 1000

  private(set) var unfinished: [(report: KillReport, reason: UnfinishedReason)] = []
  /// Kills that were not the kernel's.
  private(set) var others: [ReportedKill] = []
  private(set) var panics: [(text: String, time: LogTime)] = []
  private var uncounted = 0
  private var uncountedOthers = 0
  private var undated = 0
  private var gaps = 0
  private var omissions = KillLogOmissions()

  /// Whether lines look like a kill that could not be read.
  var hasUnknownKills: Bool { omissions.unknownForms + omissions.unreadableKills > 0 }

  /// Kills that were not the kernel's; their numbers go on behind those of the kernel's.
  public var kills: [ReportedKill] { others }

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

  public mutating func add(_ kill: ReportedKill) {
    if others.count < Self.limit { others.append(kill) } else { uncountedOthers += 1 }
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
