/// A kill of a short time ago, as a verdict tells it.
public struct RecentKill: Sendable, Equatable {
  /// For so long it is of interest. Unit: seconds.
  public static let age: Double = 600

  /// Unit: seconds.
  public let ago: Double
  /// `postgres (4121)`, made visible.
  public let label: String
  /// Made visible: ` in the group /shop`, ` in nginx.service`, `: the host was full`, ` by earlyoom`; may be
  /// empty.
  public let circumstance: String
  /// The group whose limit was met, as the kernel's log names it; nil where it was none's, or is not told.
  public private(set) var group: String?

  /// The same where the log's groups are none that are seen here.
  var elsewhere: RecentKill {
    var kill = self
    kill.group = nil
    return kill
  }

  /// Those of the log of so short a time ago, the newest first.
  ///
  /// - Parameters:
  ///   - clock: what the log's times mean.
  ///   - now: Unit: seconds after 1970-01-01 UTC.
  public static func all(
    of kills: some BidirectionalCollection<LoggedKill>, clock: LogClock, now: Int64
  )
    -> [RecentKill]
  {
    kills.reversed().compactMap { RecentKill($0, at: clock.seconds($0.time), now: now) }
      .sorted { $0.ago < $1.ago }
  }

  /// Nil where it is old or nobody knows when it was, and for one that need not be about memory.
  ///
  /// - Parameters:
  ///   - time: when it was; nil where that is not known.
  ///   - now: Unit of both: seconds after 1970-01-01 UTC.
  init?(_ kill: LoggedKill, at time: Int64?, now: Int64) {
    guard kill.isForMemory, let time,
      case (let ago, let overflows) = now.subtractingReportingOverflow(time),
      !overflows,
      // The kernel's clock in its log runs a little apart from the calendar's.
      ago >= -2, Double(ago) <= Self.age
    else { return nil }
    self.ago = Double(max(0, ago))
    let name = kill.name.map(VisibleText.make)
    label =
      switch (name, kill.pid) {
      case (let name?, let pid?): "\(name) (\(pid))"
      case (let name?, nil): name
      case (nil, let pid?): "process \(pid)"
      case (nil, nil): "a group"
      }
    switch kill {
    case .program:
      group = nil
      circumstance = " by \(kill.attributedKiller)"
    case .kernel(let kernel):
      group = kernel.limitGroup
      circumstance =
        switch kernel.scope {
        case .cgroup: group.map { " in " + CgroupName.spoken($0) } ?? " at a group's limit"
        case .cpuset: ": a cpuset's nodes were full"
        case .memoryPolicy: ": a memory policy's nodes were full"
        case .host:
          kernel.report.invocation?.isSysRq == true ? " by sysrq" : ": the host was full"
        case nil: ""
        }
    }
  }
}

extension KillHistory {
  /// Kills of a short time ago, the newest first.
  ///
  /// - Parameters:
  ///   - clock: what the log's times mean.
  ///   - now: Unit: nanoseconds after 1970-01-01 UTC.
  public func recent(clock: LogClock, now: Int64) -> [RecentKill] {
    // Few are recent, and the newest stand last.
    let of = { (entries: [Entry]) in
      entries.suffix(64).compactMap { entry in
        RecentKill(
          entry.kill, at: entry.seenAt.map { $0 / 1_000_000_000 } ?? clock.seconds(entry.kill.time),
          now: now / 1_000_000_000)
      }
    }
    return (of(entries) + of(fromJournal)).sorted { $0.ago < $1.ago }
  }
}
