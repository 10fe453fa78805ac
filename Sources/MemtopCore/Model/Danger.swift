import LinuxKernel

/// Whom a shortage concerns: who dies until it is over, and whose growth brings it about.
public struct Danger: Sendable, Equatable {
  /// A process whose growth explains most of what all memory loses.
  public struct Culprit: Sendable, Equatable {
    public let process: ProcessID
    /// What its resident size gains in a minute. Unit: bytes.
    public let growth: Int64
    /// What available memory loses in a minute. Unit: bytes.
    public let fall: UInt64
  }

  /// How many of the kernel's order die until a tenth of memory is available again; all, where these do
  /// not suffice, and 0 where there is no shortage.
  public let count: Int
  /// Whether what they give back ends the shortage.
  public let suffices: Bool
  /// What comes back of their memory, at most. Unit: bytes.
  public let freed: UInt64
  /// The first of them, in the order in which they die.
  public let first: [ProcessID]
  /// Nil where memory does not fall, and where no process alone explains it.
  public let culprit: Culprit?

  /// No line of a screen has room for more.
  private static let namedAtMost = 16

  public static let none = Danger(nil, nil, pageSize: 1, culprit: nil)

  /// Whether a rank in the host's kill order is among those that die until the shortage is over.
  public func includes(rank: Int) -> Bool { rank <= count }

  init(_ kill: KillPicture?, _ info: MemInfo?, pageSize: UInt64, culprit: Culprit?) {
    self.culprit = culprit
    guard let kill, let order = kill.host,
      let relief = KillRelief(order, kill.candidates, info, pageSize: pageSize),
      relief.shortage > 0
    else {
      (count, suffices, freed, first) = (0, true, 0, [])
      return
    }
    count = relief.rank ?? order.victims.count
    suffices = relief.rank != nil
    freed = UInt64(clamping: relief.freed).multipliedSaturated(by: pageSize)
    first = order.victims.prefix(min(count, Self.namedAtMost)).map { kill.id($0.row) }
  }
}

extension Danger.Culprit {
  /// Unit: nanoseconds.
  private static let window: UInt64 = 60_000_000_000
  private static let leastSpan: UInt64 = 5_000_000_000
  /// A fall below this share of all memory in the window is none.
  private static let noise: UInt64 = 100

  /// What available memory lost in the last minute, as a rate of a minute; nil where it did not fall.
  static func fall(_ history: borrowing History, total: UInt64?) -> UInt64? {
    guard let total, let now = history.times.ago(0), let last = history.available.ago(0) ?? nil,
      // A captured series may go back in time.
      let oldest = (0..<history.times.count).last(where: {
        history.times.ago($0).map { $0 <= now && now - $0 <= window } ?? false
      }), let first = history.available.ago(oldest) ?? nil, let start = history.times.ago(oldest),
      now - start >= leastSpan, first > last, first - last > total / noise
    else { return nil }
    return UInt64(Double(first - last) * Double(window) / Double(now - start))
  }

  /// The process that grows most, where it explains more than half of the fall.
  init?(_ model: borrowing Model) {
    guard
      let fall = Self.fall(model.history, total: model.sample.memInfo.value?[.memTotal])
    else {
      return nil
    }
    var most: (row: Int, growth: Int64)?
    for row in model.sample.processes.rows.indices {
      guard let growth = model.growth(row), growth > most?.growth ?? 0 else { continue }
      most = (row, growth)
    }
    guard let most, UInt64(most.growth) > fall / 2 else { return nil }
    self.init(process: model.sample.processes.rows[most.row].id, growth: most.growth, fall: fall)
  }
}
