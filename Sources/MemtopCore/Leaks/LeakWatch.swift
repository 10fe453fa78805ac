import LinuxKernel

/// Which processes leak: what each holds of its own, in memory and in swap, over minutes to days.
///
/// Most never grow, and cost two numbers and who they are. One that grows gets a `LeakSeries`, of which
/// there are so many at most. A reading allocates nothing.
struct LeakWatch: Sendable {
  /// Series at most; as they become scarce, only what grows by more gets one.
  static let seriesLimit = 2560
  /// Growth by so little begins no series. Unit: bytes.
  static let leastRise: UInt64 = 1 << 20
  /// Nor by this part of memory.
  static let leastShare: UInt64 = 8192
  /// What has not risen for half of so long gives its series to others, where they are scarce.
  /// Unit: seconds.
  static let patience = 7200.0

  /// What is remembered of one process; all are in ascending order of their pids.
  private struct Watched {
    let pid: Int32
    var series: Int32 = -1
    let start: UInt64
    /// The least that it held. Unit: pages.
    var least: UInt32
    /// When it last held that. Unit: seconds on the watch's clock.
    var since: UInt32
  }

  private struct Followed {
    var series = LeakSeries()
    var trend: LeakTrend?
  }

  private var watched: [Watched] = []
  /// The storage of the sample before, used again.
  private var spare: [Watched] = []
  private var followed: [Followed] = []
  private var free: [Int32] = []
  private var slopes: [Double] = []
  /// The first sample. Unit: nanoseconds.
  private var began: UInt64?

  /// Takes over what a sample tells; processes whose size it does not tell stay as they were.
  mutating func record(
    _ rows: inout [ProcessSample], at time: UInt64, total: UInt64?, room: UInt64?
  ) {
    guard let total, total > 0 else { return }
    let start = began ?? time
    began = start
    let now = time > start ? Double(time - start) / 1e9 : 0
    let judgement = LeakJudgement(total: Double(total), room: room.map { Double($0) })
    let rise = LeakSeries.pages(max(Self.leastRise, total / Self.leastShare))
    spare.removeAll(keepingCapacity: true)
    // A little more than is needed: processes become more one by one.
    if spare.capacity < rows.count { spare.reserveCapacity(rows.count + rows.count / 8) }
    var old = 0
    for index in rows.indices where !rows[index].isKernelThread {
      let id = rows[index].id
      while old < watched.count, watched[old].pid < id.pid {
        release(watched[old].series)
        old += 1
      }
      let isKnown =
        old < watched.count && watched[old].pid == id.pid && watched[old].start == id.startTime
      guard let held = rows[index].held else {
        if isKnown {
          spare.append(watched[old])
          old += 1
        }
        continue
      }
      let pages = LeakSeries.pages(held)
      var one =
        isKnown
        ? watched[old]
        : Watched(pid: id.pid, start: id.startTime, least: pages, since: UInt32(clamping: Int(now)))
      if isKnown { old += 1 }
      note(pages, of: &one, at: now, rise: rise, judgement)
      rows[index].isGrowing = one.series >= 0
      spare.append(one)
    }
    while old < watched.count {
      release(watched[old].series)
      old += 1
    }
    swap(&watched, &spare)
  }

  private mutating func note(
    _ pages: UInt32, of one: inout Watched, at now: Double, rise: UInt32,
    _ judgement: LeakJudgement
  ) {
    if pages <= one.least {
      one.least = pages
      one.since = UInt32(clamping: Int(now))
      release(one.series)
      one.series = -1
      return
    }
    if one.series < 0 {
      guard pages - one.least >= rise << scarcity, let place = take() else { return }
      one.series = place
      followed[Int(place)].series.note(one.least, at: Double(one.since))
    }
    let place = Int(one.series)
    guard followed[place].series.note(pages, at: now) else { return }
    followed[place].trend = judgement.trend(followed[place].series, &slopes)
    if scarcity > 0, followed[place].series.isFlat(for: Self.patience) {
      release(one.series)
      one.series = -1
      one.least = pages
      one.since = UInt32(clamping: Int(now))
    }
  }

  /// 0 while there is plenty of series, up to 4.
  private var scarcity: UInt32 {
    let used = followed.count - free.count
    return used * 2 < Self.seriesLimit ? 0 : UInt32(used * 8 / Self.seriesLimit) - 3
  }

  private mutating func take() -> Int32? {
    if let place = free.popLast() { return place }
    guard followed.count < Self.seriesLimit else { return nil }
    if followed.count == followed.capacity {
      // By small steps: an array left to itself takes twice what it holds.
      followed.reserveCapacity(min(Self.seriesLimit, followed.count + 64))
    }
    followed.append(Followed())
    return Int32(followed.count - 1)
  }

  private mutating func release(_ place: Int32) {
    guard place >= 0 else { return }
    followed[Int(place)] = Followed()
    free.append(place)
  }

  /// How fast one that grows did so in the last two minutes; nil for all others. Unit: bytes a second.
  func pace(of process: ProcessID) -> Double? {
    followed(process)?.series.pace(over: 120)
  }

  /// The growth of a process that is taken for a leak; nil for all others.
  func trend(of process: ProcessID) -> LeakTrend? { followed(process)?.trend }

  private func followed(_ process: ProcessID) -> Followed? {
    var low = 0
    var high = watched.count
    while low < high {
      let middle = (low + high) / 2
      if watched[middle].pid < process.pid { low = middle + 1 } else { high = middle }
    }
    guard low < watched.count, watched[low].pid == process.pid,
      watched[low].start == process.startTime, watched[low].series >= 0
    else { return nil }
    return followed[Int(watched[low].series)]
  }

  /// All that are taken for leaks.
  var suspects: [(process: ProcessID, trend: LeakTrend)] {
    watched.compactMap { one in
      guard one.series >= 0, let trend = followed[Int(one.series)].trend else { return nil }
      return (ProcessID(pid: one.pid, startTime: one.start), trend)
    }
  }

  /// What it takes. Unit: bytes.
  var footprint: Int {
    (watched.capacity + spare.capacity) * MemoryLayout<Watched>.stride
      + followed.capacity * MemoryLayout<Followed>.stride
      + free.capacity * MemoryLayout<Int32>.stride + slopes.capacity * MemoryLayout<Double>.stride
  }
}

extension ProcessSample {
  /// What it has of its own, in memory and in swap, both read at this sample. Unit: bytes.
  var held: UInt64? {
    guard read.contains(.status) else { return nil }
    // Before 4.5 `status` does not tell anonymous memory apart, `statm` does.
    guard let own = anon ?? unshared else { return nil }
    return own.addingSaturated(self.swap ?? 0)
  }

  private var unshared: UInt64? {
    guard let rss, let shr else { return nil }
    return rss >= shr ? rss - shr : 0
  }
}
