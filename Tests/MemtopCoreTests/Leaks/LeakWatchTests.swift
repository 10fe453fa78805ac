import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// What is a leak, what only looks like one, and what the watch takes.
@Suite struct LeakWatchTests {
  private static let total = UInt64(MadeUpCourse.total)

  /// Parsed once: a million rows are made of these.
  private static let stat = ProcessStat(
    Array("1 (p) S 1 0 0 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 1 0 0 0\n".utf8).span)
  private static let status = ProcessStatus(Array("RssAnon:\t0 kB\nVmSwap:\t0 kB\n".utf8).span)

  private static func row(
    _ pid: Int32, start: UInt64 = 1, own: Double, swap: Double = 0
  ) -> ProcessSample {
    var row = ProcessSample(pid: pid)
    if var stat, var status {
      stat.startTime = start
      status.rssAnon = UInt64(own)
      status.vmSwap = UInt64(swap)
      row.take(stat)
      row.take(status)
    }
    row.noteUnderstood([.stat, .status])
    return row
  }

  /// Watches as many courses of one kind at once, a process each, and returns who was a suspect up to
  /// half an hour and a minute, and who ever was.
  private static func watch(
    _ kind: MadeUpCourse.Kind, _ count: Int
  ) -> (early: Set<Int32>, ever: Set<Int32>) {
    var courses = (0..<count).map { seed in
      MadeUpCourse(kind, seed: UInt64(seed * 7919 + 1))
    }
    let hours = kind.leaks ? 0.55 : kind == .dailyCycle ? 36 : 2.5
    let step = kind == .dailyCycle ? 120.0 : 12
    var watch = LeakWatch()
    var (early, ever) = (Set<Int32>(), Set<Int32>())
    var time = 0.0
    while time <= hours * 3600 {
      var rows: [ProcessSample] = []
      for index in courses.indices {
        let (own, swap) = courses[index].size(at: time)
        rows.append(
          row(Int32(index + 1), start: courses[index].life(at: time), own: own, swap: swap))
      }
      watch.record(
        &rows, at: UInt64(time * 1e9), total: total, room: UInt64(MadeUpCourse.total * 0.6))
      for (process, _) in watch.suspects {
        ever.insert(process.pid)
        if time >= 1740, time <= 1860 { early.insert(process.pid) }
      }
      time += step
    }
    return (early, ever)
  }

  /// Leaks above 1 % of memory an hour are found in half an hour, and what is none is never taken for
  /// one, by 1120 courses from seeds.
  @Test func leaksAreToldFromWhatLooksLikeThem() async {
    let each = 80
    let results = await withTaskGroup(of: (MadeUpCourse.Kind, Int, Int).self) { group in
      for kind in MadeUpCourse.Kind.allCases {
        group.addTask {
          let (early, ever) = Self.watch(kind, each)
          return (kind, early.count, ever.count)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var (missed, leaks, false_, others) = (0, 0, 0, 0)
    for (kind, early, ever) in results.sorted(by: { $0.0.rawValue < $1.0.rawValue }) {
      print("leak watch: \(kind.rawValue): \(early) in half an hour, \(ever) ever, of \(each)")
      if kind.leaks {
        leaks += each
        missed += each - early
      } else {
        others += each
        false_ += ever
      }
    }
    print(
      "leak watch: \(missed) of \(leaks) leaks missed (\(Double(missed * 100) / Double(leaks)) %), "
        + "\(false_) of \(others) false alarms (\(Double(false_ * 100) / Double(others)) %)")
    #expect(Double(missed) <= Double(leaks) * 0.02)
    #expect(Double(false_) <= Double(others) * 0.01)
  }

  @Test func tellsRateSpanAndEnd() throws {
    var watch = LeakWatch()
    let rate = MadeUpCourse.total * 0.04 / 3600
    var rows: [ProcessSample] = []
    for second in stride(from: 0.0, through: 3600, by: 5) {
      rows = [Self.row(7, own: 5e8 + rate * second)]
      watch.record(&rows, at: UInt64(second * 1e9), total: Self.total, room: Self.total / 2)
    }
    let trend = try #require(watch.trend(of: rows[0].id))
    #expect(abs(trend.rate / rate - 1) < 0.02 && trend.steadiness == 1)
    #expect(abs(trend.span - 3600) < 60 && abs(trend.growth / (rate * 3600) - 1) < 0.02)
    #expect(abs(try #require(trend.end) / (MadeUpCourse.total / 2 / rate) - 1) < 0.02)
    // Another process of the same pid begins anew.
    rows = [Self.row(7, start: 2, own: 9e9)]
    watch.record(&rows, at: 3_601_000_000_000, total: Self.total, room: nil)
    #expect(watch.suspects.isEmpty)
  }

  /// Ten thousand that all grow: the fastest are followed, within 2 MB.
  @Test func isBounded() {
    var watch = LeakWatch()
    for step in 0..<60 {
      var rows = (1...10_000).map { pid in
        Self.row(Int32(pid), own: 1e7 + Double(step) * (pid % 50 == 0 ? 4e6 : 2.1e5))
      }
      watch.record(&rows, at: UInt64(step) * 60_000_000_000, total: Self.total, room: nil)
    }
    print("leak watch: \(watch.footprint) bytes for 10000 processes that grow")
    #expect(watch.footprint <= 2_000_000)
    #expect(watch.suspects.count >= 200)
    #expect((1...200).allSatisfy { watch.trend(of: ProcessID(pid: $0 * 50, startTime: 1)) != nil })
  }

  /// A child that asks for more memory whenever it is told, read by the same code as everything; only
  /// the time between its steps is made up.
  @Test func aRealChildThatLeaksIsFound() throws {
    let child = try LeakingChild(piece: 256 << 10)
    let root = try KernelRoot("/")
    var files = ProcessFiles(root)
    let pid = child.pid
    func read() throws -> ProcessSample {
      var row = ProcessSample(pid: pid)
      for file in [ProcessFile.stat, .status] {
        files.select(pid)
        guard case .bytes = files.read(file) else { continue }
        files.withBytes { bytes in
          if file == .stat, let stat = ProcessStat(bytes) { row.take(stat) }
          if file == .status, let status = ProcessStatus(bytes) { row.take(status) }
        }
        row.noteUnderstood(ProcessFileSet(file))
      }
      _ = try #require(row.held)
      return row
    }
    var watch = LeakWatch()
    // A host on which the child's steps of 256 KiB in 20 s are 1.1 % an hour.
    let total: UInt64 = 4 << 30
    for step in 0..<100 as Range<UInt64> {
      var rows = [try read()]
      watch.record(&rows, at: step * 20_000_000_000, total: total, room: total / 8)
      try child.leak()
    }
    let found = try #require(watch.suspects.first)
    #expect(found.process.pid == pid)
    #expect(abs(found.trend.rate / (262_144.0 / 20) - 1) < 0.1)
  }
}
