/// The resident size of every process over the last minute.
///
/// A process whose size never changed, as most on a host, costs one number; only one that changed gets
/// a row of `columns` numbers. A number is one more than the size in `unit`s, so that zero means that
/// there was no reading.
struct GrowthHistory: Sendable {
  /// How far back growth looks. Unit: nanoseconds.
  static let window: UInt64 = 60_000_000_000
  /// Growth over a shorter time is not shown.
  static let shortest: UInt64 = 10_000_000_000
  private static let columns = 61
  /// A little under a second, so that a sample that comes a little early has its column too.
  private static let spacing: UInt64 = 950_000_000
  /// An interval is a little longer or shorter than it was meant.
  private static let tolerance: UInt64 = 250_000_000
  private static let unit: UInt64 = 4096

  /// One process that is followed.
  private struct Slot {
    var since: UInt64
    /// The size since then, while `series` is negative.
    var size: UInt32
    /// Which row of `series` holds its sizes.
    var series: Int32 = -1
  }

  private var slots: [Slot] = []
  private var freeSlots: [Int32] = []
  private var series: [UInt32] = []
  private var freeSeries: [Int32] = []
  private var times = [UInt64](repeating: 0, count: columns)
  private var column = -1
  private var filled = 0

  /// Follows the processes of a new sample; what is kept of processes that are gone serves new ones.
  mutating func record(
    _ now: inout [ProcessSample], after before: borrowing [ProcessSample], at time: UInt64
  ) {
    releaseGone(now, before)
    // A captured clock may stand still or go backwards; such a sample has no column.
    let isDue = filled == 0 || Self.elapsed(from: times[column], to: time) >= Self.spacing
    if isDue {
      column = (column + 1) % Self.columns
      filled = min(filled + 1, Self.columns)
      times[column] = time
    }
    for index in now.indices {
      let size = Self.stored(now[index].rss)
      if now[index].growthRestarts {
        release(now[index].growthSlot)
        now[index].growthSlot = -1
        now[index].growthRestarts = false
      }
      if now[index].growthSlot < 0 {
        now[index].growthSlot = follow(size, since: time)
      } else if isDue {
        note(size, in: Int(now[index].growthSlot))
      }
    }
  }

  /// Change of the resident size in a minute: what it was over the window, and before a minute was watched
  /// what it would be if the process went on as it did. Unit: bytes.
  func growth(of process: ProcessSample, at time: UInt64) -> Int64? {
    guard process.growthSlot >= 0, !process.growthRestarts, filled > 0 else { return nil }
    let slot = slots[Int(process.growthSlot)]
    let size = Self.stored(process.rss)
    guard size > 0 else { return nil }
    for age in stride(from: filled - 1, through: 0, by: -1) {
      let at = (column - age + Self.columns) % Self.columns
      let elapsed = Self.elapsed(from: times[at], to: time)
      guard elapsed <= Self.window + Self.tolerance else { continue }
      let then = self.size(of: slot, column: at)
      guard then > 0 else { continue }
      guard elapsed + Self.tolerance >= Self.shortest else { return nil }
      let change = (Int64(size) - Int64(then)) * Int64(Self.unit)
      guard elapsed + Self.tolerance < Self.window else { return change }
      return Int64((Double(change) * Double(Self.window) / Double(elapsed)).rounded())
    }
    return nil
  }

  /// A minute was not watched yet: what `growth` tells is an estimate.
  func isEstimate(at time: UInt64) -> Bool {
    guard filled > 0 else { return true }
    let oldest = (column - filled + 1 + Self.columns) % Self.columns
    return Self.elapsed(from: times[oldest], to: time) + Self.tolerance < Self.window
  }

  /// Zero where the clock went backwards.
  private static func elapsed(from start: UInt64, to end: UInt64) -> UInt64 {
    end > start ? end - start : 0
  }

  private static func stored(_ rss: UInt64?) -> UInt32 {
    rss.flatMap { UInt32(exactly: $0 / unit + 1) } ?? 0
  }

  private func size(of slot: Slot, column: Int) -> UInt32 {
    guard slot.series < 0 else { return series[Int(slot.series) * Self.columns + column] }
    return times[column] >= slot.since ? slot.size : 0
  }

  private mutating func note(_ size: UInt32, in index: Int) {
    let slot = slots[index]
    if slot.series < 0 {
      guard size != slot.size else { return }
      let row = takeSeries()
      let start = Int(row) * Self.columns
      for age in 1..<max(filled, 1) {
        let at = (column - age + Self.columns) % Self.columns
        series[start + at] = self.size(of: slot, column: at)
      }
      slots[index].series = row
    }
    series[Int(slots[index].series) * Self.columns + column] = size
  }

  private mutating func follow(_ size: UInt32, since time: UInt64) -> Int32 {
    let slot = Slot(since: time, size: size)
    if let free = freeSlots.popLast() {
      slots[Int(free)] = slot
      return free
    }
    slots.append(slot)
    return Int32(slots.count - 1)
  }

  private mutating func takeSeries() -> Int32 {
    if let row = freeSeries.popLast() {
      let start = Int(row) * Self.columns
      for cell in start..<start + Self.columns { series[cell] = 0 }
      return row
    }
    series.append(contentsOf: repeatElement(0, count: Self.columns))
    return Int32(series.count / Self.columns - 1)
  }

  private mutating func releaseGone(_ now: [ProcessSample], _ before: borrowing [ProcessSample]) {
    var at = 0
    for index in before.indices where before[index].growthSlot >= 0 {
      while at < now.count, now[at].pid < before[index].pid { at += 1 }
      let isKept =
        at < now.count && now[at].pid == before[index].pid
        && now[at].growthSlot == before[index].growthSlot
      if !isKept { release(before[index].growthSlot) }
    }
  }

  private mutating func release(_ slot: Int32) {
    guard slot >= 0 else { return }
    if slots[Int(slot)].series >= 0 { freeSeries.append(slots[Int(slot)].series) }
    freeSlots.append(slot)
  }
}
