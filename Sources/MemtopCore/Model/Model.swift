import LinuxKernel

/// What two samples and the history before them mean. The live view, a captured series and every
/// output build it with the same code.
public struct Model: Sendable {
  public let facts: HostFacts
  public private(set) var sample = Sample()
  private var previous = Sample()
  /// False before the second sample, and after one that failed half-way.
  private var hasPrevious = false
  /// How many samples were taken over.
  public private(set) var sampleCount = 0
  public private(set) var rates = HostRates.unknown
  public private(set) var history = History()
  private var growth = GrowthHistory()
  private var leaks = LeakWatch()
  /// When memory and swap are gone; nil where they do not fall straight on.
  public private(set) var forecast: Forecast?
  /// The kernel's choice at the last sample that asked for it.
  public private(set) var kill: KillPicture?
  /// Whom a shortage concerns, at the last sample.
  public private(set) var danger = Danger.none
  /// Names of users, as far as they were asked for and answered.
  public var users: [UInt32: String] = [:]
  /// Command lines of the rows on screen, as far as they were asked for and answered.
  public var commandLines: [ProcessID: [UInt8]] = [:]
  /// What was walked of processes' page tables, as far as it was asked for and answered.
  public var rollups: [ProcessID: Reading<SmapsRollup>] = [:]

  public init(facts: HostFacts) {
    self.facts = facts
  }

  /// Goes on to the next sample: `fill` gets the storage of the sample before the current one and the
  /// current one, which becomes the earlier. Where it throws, the current sample stays.
  public mutating func advance<Failure: Error>(
    followsGrowth: Bool = true, _ fill: (inout Sample, borrowing Sample) throws(Failure) -> Void
  ) throws(Failure) {
    hasPrevious = false
    try fill(&previous, sample)
    swap(&previous, &sample)
    hasPrevious = sampleCount > 0
    sampleCount += 1
    rates = hasPrevious ? HostRates(sample, since: previous, pageSize: facts.pageSize) : .unknown
    if let picture = KillPicture(sample, facts) { kill = picture }
    history.append(sample, rates: rates)
    forecast = Forecast.memory(history, sample.memInfo.value)
    leaks.record(
      &sample.processes.rows, at: sample.monotonic,
      total: sample.memInfo.value?[.memTotal], room: KillScope.hostRoom(sample))
    // The sources count a little differently, which is no growth.
    let isOfOneSource = !hasPrevious || sample.source == previous.source
    if followsGrowth, isOfOneSource {
      growth.record(
        &sample.processes.rows, after: previous.processes.rows, at: sample.monotonic)
    } else {
      growth = GrowthHistory()
      for row in sample.processes.rows.indices { sample.processes.rows[row].growthSlot = -1 }
    }
    judgeDanger(Danger.Culprit(self))
  }

  private mutating func judgeDanger(_ culprit: Danger.Culprit?) {
    danger = Danger(
      kill, sample.memInfo.value, pageSize: facts.pageSize, culprit: culprit)
  }

  /// Takes over a sample that is ready; storage that can be used again comes back in it.
  public mutating func absorb(_ fresh: inout Sample, followsGrowth: Bool = true) {
    advance(followsGrowth: followsGrowth) { next, _ in swap(&next, &fresh) }
  }

  /// Lets a sampler read more of the current sample's rows.
  public mutating func completing<R>(_ body: (inout Sample) throws -> R) rethrows -> R {
    try body(&sample)
  }

  /// Lets a sampler read anew what the kernel's choice depends on.
  public mutating func completingKill<R>(_ body: (inout Sample) throws -> R) rethrows -> R {
    defer {
      if let picture = KillPicture(sample, facts) {
        kill = picture
        judgeDanger(danger.culprit)
      }
    }
    return try body(&sample)
  }

  /// Takes over values of `oom_score_adj` that were read back after a write, where no sample will come to
  /// tell them.
  public mutating func adopt(_ values: [(process: ProcessID, adj: Int32)]) {
    for (process, adj) in values {
      guard let row = sample.processes.index(of: process) else { continue }
      sample.processes.rows[row].take(oomScoreAdj: adj)
    }
    kill = kill?.after(Dictionary(values.map { ($0.process, $0.adj) }) { $1 })
    judgeDanger(danger.culprit)
  }

  /// When the current sample was taken; a captured tree tells that by its boot time and uptime only.
  /// Unit: nanoseconds after 1970-01-01 UTC.
  public var takenAt: Int64? {
    let isKnown = facts.isLive || facts.bootTime != nil && sample.uptime != nil
    return sampleCount > 0 && isKnown ? sample.wall : nil
  }

  /// The processes of the current sample.
  public var processes: ProcessTable { _read { yield sample.processes } }

  /// How many of the host's processes the current sample shows.
  public var view: ProcessView { ProcessView(sample, facts) }

  /// Change of a process's resident size in the last minute; from 10 s on what a minute would bring at
  /// the rate so far, nil before. Unit: bytes.
  public func growth(_ row: Int) -> Int64? {
    growth.growth(of: sample.processes.rows[row], at: sample.monotonic)
  }

  /// The growth of a process that is taken for a leak; nil for all others.
  func leak(_ row: Int) -> LeakTrend? {
    leaks.trend(of: sample.processes.rows[row].id)
  }

  /// The processes that are taken for leaks, the fastest first.
  var leakSuspects: [(process: ProcessID, trend: LeakTrend)] {
    leaks.suspects.sorted { $0.trend.rate > $1.trend.rate }
  }

  /// How fast a process grows at present, swap counted where it is told; nil where that is not known.
  /// Unit: bytes a second.
  public func pace(_ row: Int) -> Double? {
    leaks.pace(of: sample.processes.rows[row].id) ?? growth(row).map { Double($0) / 60 }
  }

  /// Whom the kernel would kill when the scope of an order has run out at the present pace; nil where
  /// what is left of it is not known.
  ///
  /// - Parameters:
  ///   - order: of the picture.
  ///   - fall: how fast the scope's room becomes less. Unit: bytes a second.
  ///   - count: how many are wanted.
  public func whenItRunsOut(
    _ order: KillOrder, of picture: KillPicture, fall: Double,
    count: Int = KillProjection.usualCount
  ) -> KillProjection? {
    guard let room = order.scope.room(picture.candidates.facts, sample) else { return nil }
    return KillProjection(
      picture.candidates, order, room: room, fall: fall, pageSize: facts.pageSize,
      count: count
    ) { row in processes.index(of: picture.id(row)).flatMap { pace($0) } }
  }

  /// The same for the host, where it is foretold that it runs out.
  public func whenItRunsOut(count: Int = KillProjection.usualCount) -> KillProjection? {
    guard let forecast, let kill, let host = kill.host else { return nil }
    return whenItRunsOut(host, of: kill, fall: -forecast.slope, count: count)
  }

  /// Less than a minute was watched: growth is an estimate, and shown as one.
  public var growthIsEstimate: Bool { growth.isEstimate(at: sample.monotonic) }

  /// Faults of a process that needed a read from disk, a second.
  public func majorFaultRate(_ row: Int) -> Double? {
    let now = sample.processes.rows[row]
    guard hasPrevious, sample.monotonic > previous.monotonic, let faults = now.majorFaults,
      now.read.contains(.stat), let index = previous.processes.index(of: now.id),
      previous.processes.rows[index].read.contains(.stat),
      let earlier = previous.processes.rows[index].majorFaults, faults >= earlier
    else { return nil }
    return Double(faults - earlier) / (Double(sample.monotonic - previous.monotonic) / 1e9)
  }

  /// When a process began. Unit: nanoseconds after 1970-01-01 UTC.
  public func startWall(_ row: Int) -> Int64? {
    guard let ticks = sample.processes.rows[row].startTime, let boot = facts.bootTime else {
      return nil
    }
    let scaled = ticks.multipliedReportingOverflow(by: 1_000_000_000 / facts.clockTicksPerSecond)
    guard !scaled.overflow else { return nil }
    let (start, overflow) = boot.multipliedReportingOverflow(by: 1_000_000_000)
    let sum = start.addingReportingOverflow(Int64(clamping: scaled.partialValue))
    return overflow || sum.overflow ? nil : sum.partialValue
  }

  /// The user's name, or the number until the name is known.
  public func userName(_ row: Int) -> String? {
    sample.processes.rows[row].uid.map { users[$0] ?? String($0) }
  }
}

extension Model {
  /// The full command line, made visible; the name in brackets where a process has none, nil where it
  /// is not known.
  public func commandLine(_ row: Int) -> String? {
    let known =
      commandLines[sample.processes.rows[row].id].map { $0[...] }
      ?? processes.cmdline(row)
    guard let known else { return nil }
    if known.contains(where: { $0 != 0 }) { return VisibleText.commandLine(known) }
    return processes.comm(row).map { "[" + VisibleText.make($0) + "]" }
  }
}
