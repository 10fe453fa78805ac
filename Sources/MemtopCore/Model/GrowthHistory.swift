/// The resident size of every process over the last minute.
///
/// One row of `columns` numbers a process in one block of memory; a number is one more than the size
/// in `unit`s, so that zero means that there was no reading.
struct GrowthHistory: Sendable {
  /// How far back growth looks. Unit: nanoseconds.
  static let window: UInt64 = 60_000_000_000
  /// Growth of a shorter time is not shown.
  static let shortest: UInt64 = 10_000_000_000
  private static let columns = 61
  private static let spacing: UInt64 = 950_000_000
  /// Sleep and scheduling make an interval a little longer or shorter than it was meant.
  private static let tolerance: UInt64 = 250_000_000
  private static let unit: UInt64 = 4096

  private var sizes: [UInt32] = []
  private var free: [Int32] = []
  private var times = [UInt64](repeating: 0, count: columns)
  private var column = -1
  private var filled = 0

  /// Forgets everything; nothing is followed until the next `record`.
  mutating func reset() { self = GrowthHistory() }

  /// Follows the processes of a new sample; slots of processes that are gone are given to new ones.
  mutating func record(
    _ now: inout [ProcessSample], after before: borrowing [ProcessSample], at time: UInt64
  ) {
    releaseGone(now, before)
    let isDue = filled == 0 || time >= times[column] + Self.spacing
    if isDue {
      column = (column + 1) % Self.columns
      filled = min(filled + 1, Self.columns)
      times[column] = time
    }
    for index in now.indices {
      if now[index].growthSlot < 0 { now[index].growthSlot = takeSlot() }
      guard isDue else { continue }
      let cell = Int(now[index].growthSlot) * Self.columns + column
      sizes[cell] = now[index].rss.flatMap { UInt32(exactly: $0 / Self.unit + 1) } ?? 0
    }
  }

  private mutating func releaseGone(_ now: [ProcessSample], _ before: borrowing [ProcessSample]) {
    var at = 0
    for index in before.indices where before[index].growthSlot >= 0 {
      while at < now.count, now[at].pid < before[index].pid { at += 1 }
      let isKept =
        at < now.count && now[at].pid == before[index].pid
        && now[at].growthSlot == before[index].growthSlot
      if !isKept { free.append(before[index].growthSlot) }
    }
  }

  private mutating func takeSlot() -> Int32 {
    if let slot = free.popLast() {
      let start = Int(slot) * Self.columns
      for cell in start..<start + Self.columns { sizes[cell] = 0 }
      return slot
    }
    let slot = sizes.count / Self.columns
    sizes.append(contentsOf: repeatElement(0, count: Self.columns))
    return Int32(slot)
  }

  /// Change of the resident size over the window, or over what there is of it. Unit: bytes.
  func growth(of process: ProcessSample, at time: UInt64) -> Int64? {
    guard process.growthSlot >= 0, filled > 0, let rss = process.rss else { return nil }
    let start = Int(process.growthSlot) * Self.columns
    for age in stride(from: filled - 1, through: 0, by: -1) {
      let at = (column - age + Self.columns) % Self.columns
      let elapsed = time - times[at]
      guard elapsed <= Self.window + Self.tolerance, sizes[start + at] > 0 else { continue }
      guard elapsed + Self.tolerance >= Self.shortest else { return nil }
      return Int64(clamping: rss / Self.unit * Self.unit)
        - Int64(clamping: UInt64(sizes[start + at] - 1) * Self.unit)
    }
    return nil
  }
}
