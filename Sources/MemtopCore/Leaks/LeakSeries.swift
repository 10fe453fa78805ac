/// How one size went since it began to grow, in a few points: near ones for the last minutes, far ones
/// for hours and days.
///
/// A point stands for a stretch of time and holds the least and the most of it. The least is what a
/// leak raises: garbage that is collected now and then, and what is asked for and given back, do not.
struct LeakSeries: Sendable {
  /// Unit of sizes.
  static let page = 4096.0
  /// Bounds what one series takes.
  static let capacity = 40
  /// The shortest stretch. Unit: seconds.
  static let spacing = 10.0

  struct Stretch: Sendable {
    /// When it began. Unit: tenths of a second on the watch's clock.
    var time: UInt32 = 0
    /// Unit: pages.
    var least: UInt32 = 0
    /// Unit: pages.
    var most: UInt32 = 0
  }

  private var stretches = InlineArray<40, Stretch>(repeating: Stretch())
  private(set) var count = 0

  init() {}

  /// When the newest stretch began. Unit: seconds.
  var newest: Double { count > 0 ? Double(stretches[count - 1].time) / 10 : -.infinity }

  /// Whether it rose no more in the later half of its time, which is at least so long.
  func isFlat(for seconds: Double) -> Bool {
    guard count > 1 else { return false }
    let (first, last) = (stretches[0], stretches[count - 1])
    guard Double(last.time - first.time) / 10 >= seconds else { return false }
    let middle = first.time + (last.time - first.time) / 2
    var most: UInt32 = 0
    for place in 0..<count where stretches[place].time <= middle {
      most = max(most, stretches[place].most)
    }
    return last.most <= most
  }

  subscript(index: Int) -> Stretch { stretches[index] }

  /// Takes a reading; true where it begins a new stretch, since the last one is long enough.
  @discardableResult
  mutating func note(_ pages: UInt32, at time: Double) -> Bool {
    // A little early, so that a sample that comes a little early has its stretch too.
    guard time - newest >= Self.spacing - 0.6 else {
      guard count > 0 else { return false }
      stretches[count - 1].least = min(stretches[count - 1].least, pages)
      stretches[count - 1].most = max(stretches[count - 1].most, pages)
      return false
    }
    if count == Self.capacity { thin(at: time) }
    stretches[count] = Stretch(time: UInt32(clamping: Int(time * 10)), least: pages, most: pages)
    count += 1
    return true
  }

  /// How fast it went from the first stretch within so many seconds to the last. Unit: bytes a second.
  func pace(over seconds: Double) -> Double? {
    guard count > 1 else { return nil }
    let last = stretches[count - 1]
    for place in 0..<count - 1 {
      let time = Double(last.time - stretches[place].time) / 10
      guard time <= seconds || place == count - 2, time > 0 else { continue }
      return (Double(last.least) - Double(stretches[place].least)) * Self.page / time
    }
    return nil
  }

  /// Bytes as whole pages.
  static func pages(_ bytes: UInt64) -> UInt32 { UInt32(clamping: bytes / UInt64(page)) }

  /// Joins the two neighbours that are closest for their age, so that far points stay far apart.
  private mutating func thin(at time: Double) {
    let now = time * 10
    var best = (place: 1, closeness: Double.infinity)
    for place in 1..<count - 1 {
      let begin = Double(stretches[place - 1].time)
      let closeness = (Double(stretches[place + 1].time) - begin) / (now - begin + 3000)
      if closeness < best.closeness { best = (place, closeness) }
    }
    let joined = stretches[best.place]
    stretches[best.place - 1].least = min(stretches[best.place - 1].least, joined.least)
    stretches[best.place - 1].most = max(stretches[best.place - 1].most, joined.most)
    for place in best.place..<count - 1 { stretches[place] = stretches[place + 1] }
    count -= 1
  }
}
