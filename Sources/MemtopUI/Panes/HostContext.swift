import MemtopCore

/// Where the numbers on the screen come from.
enum HostStatus: Sendable, Equatable {
  /// Samples come in.
  case live
  /// The user holds the screen still.
  case paused
  /// A captured tree is shown, not the running system.
  case captured
}

/// What the host panes are shown, besides the model.
struct HostContext: Sendable {
  var settings: Settings
  var glyphs: Glyphs
  var status: HostStatus
  /// Time between samples. Unit: milliseconds.
  var interval: Int
  /// The clock in the header; nil where it is not known. Unit: nanoseconds after 1970-01-01 UTC.
  var wall: Int64?
  /// The time zone of the clock. Unit: seconds east of UTC.
  var timeOffset: Int64
  /// Nil, or why nothing can be changed here (`--read-only`, a captured tree).
  var readOnlyReason: String?
  /// Nil, or why processes are not taken from the cheapest source.
  var sourceReason: String?
  /// Whether memtop itself is killed last, with its memory locked; nil where that is not known.
  var isProtected: Bool?
  /// What the rules found; nil before the first judgement.
  var verdict: Verdict?
  /// When it was judged. Unit: seconds on the samples' clock.
  var judgedAt = 0.0
  /// How the charts are looked at.
  var charts = ChartView()
  /// A kill that takes the place of the verdict for a while.
  var alert: KillAlert?

  init(
    settings: Settings, glyphs: Glyphs, status: HostStatus, interval: Int, wall: Int64?,
    timeOffset: Int64, readOnlyReason: String?, sourceReason: String? = nil,
    isProtected: Bool? = nil, alert: KillAlert? = nil
  ) {
    self.settings = settings
    self.glyphs = glyphs
    self.status = status
    self.interval = interval
    self.wall = wall
    self.timeOffset = timeOffset
    self.readOnlyReason = readOnlyReason
    self.sourceReason = sourceReason
    self.isProtected = isProtected
    self.alert = alert
  }

  /// What stands before the scale of charts, with how long a column is where that is not a second.
  var chartNote: String {
    charts.resolution == .second ? "charts " : "charts of \(charts.length), "
  }
}
