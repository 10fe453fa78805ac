import LinuxKernel

/// Every kill that the dashboard knows of: those the kernel's log held when it was opened, those that
/// were seen to happen, and those by programs that the journal tells of.
public struct KillHistory: Sendable {
  public struct Entry: Sendable, Identifiable {
    /// In the order in which they were learned.
    public let id: Int
    public fileprivate(set) var kill: LoggedKill
    /// When it was seen; nil for one that the log held already. Unit: nanoseconds after 1970-01-01 UTC.
    public let seenAt: Int64?
  }

  /// How far the log is read.
  public enum State: Sendable, Equatable {
    /// There is no running kernel to ask, or it was not asked yet.
    case unread
    /// What the log held at the start is still being read.
    case reading
    /// New records are read as they come.
    case live
    /// It cannot be read, and why.
    case refused(String)
  }

  /// Older kills are forgotten beyond these.
  public static let limit = 1000
  /// Rows of task tables that are kept; beyond these the oldest kills lose their tables.
  static let rowLimit = 20_000

  /// Of the kernel's log, the oldest first.
  public private(set) var entries: [Entry] = []
  /// Of the journal, the oldest first.
  public internal(set) var fromJournal: [Entry] = []
  public internal(set) var journal = JournalReading.unread
  /// Where the next reading of the journal begins; nil for the start of this boot.
  /// Unit: seconds after 1970-01-01 UTC.
  public internal(set) var journalSince: Int64?
  public private(set) var state = State.unread
  public private(set) var extent = KernelLogExtent()
  /// Kills that were forgotten.
  public private(set) var forgotten = 0
  /// Lines in which the log says that a process was killed; a group's first victim has two.
  public private(set) var killLines: UInt64 = 0
  /// Rows of the tables that are kept, and the oldest entry that has one.
  private var rows = 0
  private var nextID = 0
  private var firstWithRows = 0

  public init() {}

  /// Of the kill that was learned last; nil where there is none.
  public var lastID: Int? { nextID > 0 ? nextID : nil }

  /// Takes over what was read from the log.
  public mutating func take(_ news: KillNews) {
    state = news.state
    // What was read before stays true.
    if case .refused = state { return }
    extent = news.extent
    killLines = news.killLines
    entries += news.kills.map { entry($0) }
    entries += news.seen.map { entry($0, seenAt: news.at) }
    rows += (news.kills + news.seen).reduce(0) { $0 + $1.rowCount }
    if entries.count > Self.limit { forgetOldest(entries.count - Self.limit) }
    while rows > Self.rowLimit, firstWithRows < entries.count - 1 {
      rows -= entries[firstWithRows].kill.rowCount
      entries[firstWithRows].kill.forgetRows()
      firstWithRows += 1
    }
  }

  mutating func entry(_ kill: LoggedKill, seenAt: Int64? = nil) -> Entry {
    nextID += 1
    return Entry(id: nextID, kill: kill, seenAt: seenAt)
  }

  private mutating func forgetOldest(_ count: Int) {
    for entry in entries.prefix(count) { rows -= entry.kill.rowCount }
    entries.removeFirst(count)
    forgotten += count
    firstWithRows = max(0, firstWithRows - count)
  }
}

/// What one reading of the running kernel's log brought.
public struct KillNews: Sendable {
  /// Kills that the log held when it was opened.
  public var kills: [LoggedKill]
  /// Kills since then.
  public var seen: [LoggedKill]
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public var at: Int64
  public var state: KillHistory.State
  public var extent: KernelLogExtent
  /// Since the log was opened.
  public var killLines: UInt64

  public init(
    kills: [LoggedKill] = [], seen: [LoggedKill] = [], at: Int64 = 0, state: KillHistory.State,
    extent: KernelLogExtent = .init(), killLines: UInt64 = 0
  ) {
    self.kills = kills
    self.seen = seen
    self.at = at
    self.state = state
    self.extent = extent
    self.killLines = killLines
  }
}
