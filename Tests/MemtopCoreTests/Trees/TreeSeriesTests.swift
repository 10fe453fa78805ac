import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// A series of captures: what is computed from several samples, against plain arithmetic on the files.
@Suite struct TreeSeriesTests {
  /// Every folder of fixtures that holds more than one tree.
  static let names = CapturedTree.names(in: Fixtures.folder).filter {
    CapturedTree.series($0).count > 1
  }

  /// What a series needs to hold for 60 s of growth, and what the tests of one need once.
  private struct Played {
    let trees: [CapturedTree]
    let model: Model
    /// Unit: seconds.
    let times: [Double]

    init(_ name: String) throws {
      trees = CapturedTree.series(name)
      model = try CapturedTree.model(trees)
      times = trees.map { Double($0.text("proc/uptime")!.split(separator: " ")[0])! }
    }

    func counter(_ tree: CapturedTree, _ name: String) -> Double? {
      tree.lines("proc/vmstat").first { $0.hasPrefix(name + " ") }
        .flatMap { Double($0.dropFirst(name.count + 1)) }
    }

    /// Time stalled. Unit: microseconds.
    func stalls(_ tree: CapturedTree, _ name: String) -> Double? {
      tree.lines("proc/pressure/memory").first { $0.hasPrefix(name) }
        .flatMap { Double($0.split(separator: "=").last!) }
    }
  }

  private func near(_ value: Double?, _ expected: Double?) -> Bool {
    guard let value, let expected else { return value == nil && expected == nil }
    return abs(value - expected) <= 1e-6 * max(1, abs(expected))
  }

  @Test func thereIsASeriesOfAMinute() throws {
    let longest = try Self.names.map { try Played($0).times }.max { $0.count < $1.count }
    let times = try #require(longest)
    #expect(times.count >= 60 && times.last! - times[0] >= 60)
  }

  @Test(arguments: names) func ratesOfEverySample(name: String) throws {
    let series = try Played(name)
    let rates = series.model.history.rates
    #expect(rates.count == series.trees.count)
    #expect(rates.ago(series.trees.count - 1) == .unknown)
    var hasTraffic = false
    for index in series.trees.indices.dropFirst() {
      let (now, before) = (series.trees[index], series.trees[index - 1])
      let seconds = series.times[index] - series.times[index - 1]
      let rate = try #require(rates.ago(series.trees.count - 1 - index))
      func pages(_ key: String) -> Double? {
        guard let new = series.counter(now, key), let old = series.counter(before, key) else {
          return nil
        }
        return (new - old) * Double(now.pageSize) / seconds
      }
      func share(_ key: String) -> Double? {
        guard let new = series.stalls(now, key), let old = series.stalls(before, key) else {
          return nil
        }
        return min(100, (new - old) / 1e6 / seconds * 100)
      }
      #expect(near(rate.swapIn, pages("pswpin")), "\(now)")
      #expect(near(rate.swapOut, pages("pswpout")), "\(now)")
      #expect(near(rate.pressureSome, share("some")), "\(now)")
      #expect(near(rate.pressureFull, share("full")), "\(now)")
      if rate.swapIn ?? 0 > 0 { hasTraffic = true }
    }
    #expect(hasTraffic)
    #expect(series.model.rates == rates.ago(0))
  }

  @Test(arguments: names) func theSparklineHasEverySample(name: String) throws {
    let series = try Played(name)
    let available = series.trees.map { tree in
      tree.lines("proc/meminfo").first { $0.hasPrefix("MemAvailable:") }
        .flatMap { plainNumber($0.split(separator: " ")[1]) }.map { $0 * 1024 }
    }
    let kept = series.model.history.available
    #expect(kept.count == min(History.capacity, series.trees.count))
    #expect(kept.suffix(.max) == available)
    #expect(series.model.sampleCount == series.trees.count)
  }

  /// Growth is the resident size now less the one in the oldest sample of the last 60 s.
  @Test(arguments: names) func growthOfEveryProcess(name: String) throws {
    let series = try Played(name)
    let last = series.trees.count - 1
    var grew = 0
    for (row, process) in series.model.processes.rows.enumerated() {
      let now = series.trees[last].process(process.pid)
      // An interval may be a little longer than it was meant to be.
      let oldest = series.trees.indices.first { index in
        let then = series.trees[index].process(process.pid)
        return series.times[last] - series.times[index] <= 60.25 && then.sizes != nil
          && then.stat(22) == now.stat(22)
      }
      var expected: Int64?
      if let oldest, let size = now.sizes {
        expected = Self.inAMinute(
          Int64(size.rss) - Int64(series.trees[oldest].process(process.pid).sizes!.rss),
          series.times[last] - series.times[oldest])
      }
      expectAbout(series.model.growth(row), expected, "\(process.pid)")
      if let expected, expected > 0 { grew += 1 }
    }
    #expect(grew > 0)
  }

  /// At every length of history, not only at the end.
  @Test(arguments: names) func growthBeginsAfterTenSeconds(name: String) throws {
    let whole = try Played(name)
    for seconds in [5.0, 9, 11, 30] {
      let count = whole.times.prefix { $0 <= whole.times[0] + seconds }.count
      guard count > 1 else { continue }
      let model = try CapturedTree.model(Array(whole.trees.prefix(count)))
      let elapsed = whole.times[count - 1] - whole.times[0]
      for (row, process) in model.processes.rows.enumerated() {
        let now = whole.trees[count - 1].process(process.pid)
        let first = whole.trees[0].process(process.pid)
        guard let then = first.sizes, let size = now.sizes, first.stat(22) == now.stat(22) else {
          continue
        }
        let expected = Self.inAMinute(Int64(size.rss) - Int64(then.rss), elapsed)
        expectAbout(model.growth(row), expected, "\(process.pid) after \(elapsed) s")
      }
    }
  }

  /// What a change in so many seconds is in a minute; nil where too little was watched to say.
  private static func inAMinute(_ change: Int64, _ seconds: Double) -> Int64? {
    guard seconds >= 9.75 else { return nil }
    return seconds >= 59.75 ? change : Int64((Double(change) * 60 / seconds).rounded())
  }

  /// The same, but for what two ways of dividing differ by.
  private func expectAbout(_ value: Int64?, _ expected: Int64?, _ what: Comment) {
    guard let value, let expected else {
      #expect(value == expected, what)
      return
    }
    #expect(abs(value - expected) <= 1 + abs(expected) / 1_000_000, what)
  }

  @Test(arguments: names) func majorFaultsASecond(name: String) throws {
    let series = try Played(name)
    let last = series.trees.count - 1
    // The sample in which something happened, and the last.
    let busiest = series.trees.indices.dropFirst().max { a, b in
      faults(series, a) < faults(series, b)
    }
    for index in Set([last, busiest!]) {
      let model = try CapturedTree.model(Array(series.trees[(index - 1)...index]))
      let seconds = series.times[index] - series.times[index - 1]
      for (row, process) in model.processes.rows.enumerated() {
        let now = series.trees[index].process(process.pid)
        let before = series.trees[index - 1].process(process.pid)
        var expected: Double?
        if let new = now.stat(12), let old = before.stat(12), now.stat(22) == before.stat(22) {
          expected = Double(new - old) / seconds
        }
        #expect(near(model.majorFaultRate(row), expected), "\(process.pid)")
      }
    }
    #expect(faults(series, busiest!) > 0)
  }

  private func faults(_ series: Played, _ index: Int) -> Double {
    (series.counter(series.trees[index], "pgmajfault") ?? 0)
      - (series.counter(series.trees[index - 1], "pgmajfault") ?? 0)
  }

  /// Only the interval of the last two samples counts for a rate, however it is reached.
  @Test(arguments: names) func theLastTwoSamplesMakeTheRate(name: String) throws {
    let series = try Played(name)
    let two = try CapturedTree.model(Array(series.trees.suffix(2)))
    #expect(two.rates == series.model.rates)
    for row in two.processes.rows.indices {
      #expect(two.majorFaultRate(row) == series.model.majorFaultRate(row))
    }
  }

  /// A series whose clock goes backwards has no rates there, and no growth; it does not end memtop.
  @Test(arguments: names) func aSeriesPlayedBackwards(name: String) throws {
    let trees = CapturedTree.series(name).reversed()
    let model = try CapturedTree.model(Array(trees.prefix(20)))
    #expect(model.rates == .unknown)
    for row in model.processes.rows.indices {
      #expect(model.growth(row) == nil)
      #expect(model.majorFaultRate(row) == nil)
    }
  }
}
