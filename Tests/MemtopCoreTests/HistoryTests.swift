import Testing

@testable import MemtopCore

/// The past is kept in order, and never grows beyond its capacity.
@Suite struct HistoryTests {
  @Test func whatIsUnknownTakesNoSpaceOfItsOwn() {
    var rates = HostRates()
    #expect(rates.swapIn == nil)
    rates.swapIn = 0
    #expect(rates.swapIn == 0)
    rates.swapIn = nil
    #expect(rates == HostRates())
    #expect(Packed<UInt64>(wrappedValue: 0).wrappedValue == 0)
    #expect(Packed(wrappedValue: UInt64.max - 1).wrappedValue == UInt64.max - 1)
    #expect(Packed<Double>(wrappedValue: .infinity).wrappedValue == .infinity)
    #expect(MemoryLayout<HostRates>.stride == 6 * MemoryLayout<Double>.stride)
  }

  @Test func aRingKeepsTheNewest() {
    var ring = Ring<Int>(capacity: 3)
    #expect(ring.ago(0) == nil)
    #expect(ring.suffix(2) == [])
    for value in 1...5 { ring.append(value) }
    #expect(ring.count == 3)
    #expect((0...3).map { ring.ago($0) } == [5, 4, 3, nil])
    #expect(ring.ago(-1) == nil)
    #expect(ring.suffix(2) == [4, 5])
    #expect(ring.suffix(99) == [3, 4, 5])
  }

  @Test func valuesThatWereNotKnownKeepTheirPlace() {
    var ring = Ring<Int?>(capacity: 4)
    for value in [1, nil, 3] { ring.append(value) }
    #expect(ring.suffix(4) == [1, nil, 3])
  }

  @Test func aLongRunKeepsCapacitySamples() {
    let samples = (0..<UInt64(History.capacity) + 50).map { second in
      HostText(memInfo: "MemTotal: 100 kB\nMemAvailable: \(second) kB\n").sample(second: second)
    }
    let history = HostText.model(samples).history
    #expect(history.available.count == History.capacity)
    #expect(history.rates.count == History.capacity)
    #expect(history.available.ago(0) == UInt64(History.capacity + 49) * 1024)
    #expect(history.available.suffix(2).compactMap { $0 }.count == 2)
  }

  /// Two hours of a sample a second, with a dip of five seconds and a minute in which nothing was told.
  @Test func hoursAreKeptInCoarserColumns() throws {
    let samples = (0..<7200 as Range<UInt64>).map { second in
      let available = second >= 3605 && second < 3610 ? 10 : 1000 + second / 60
      let text = (1800..<1860).contains(second) ? "" : "MemAvailable: \(available) kB\n"
      return HostText(memInfo: "MemTotal: 9000 kB\n" + text).sample(second: second)
    }
    let history = HostText.model(samples).history
    func columns(_ resolution: History.Resolution, _ count: Int) -> [HostColumn] {
      history.columns(.available, per: resolution, count)
    }
    #expect(columns(.second, 999).count == HistoryTier.capacity)
    #expect(columns(.second, 3).map(\.mean) == [1119, 1119, 1119].map { Double($0 * 1024) })
    let tens = columns(.tenSeconds, 999)
    #expect(tens.count == HistoryTier.capacity)
    let dip = try #require(tens.first { $0.time.lowerBound == 3_600_000_000_000 })
    #expect(dip.mean == (1060 * 5 + 10 * 5) / 10 * 1024 && dip.worst == 10 * 1024)
    let minutes = columns(.minute, 999)
    #expect(minutes.count == 120)
    #expect(minutes.first?.time == 0...59_000_000_000)
    #expect(minutes[30].mean == nil && minutes[30].worst == nil)
    #expect(minutes[60].worst == Double(10 * 1024))
    #expect(minutes[119].mean == Double(1119 * 1024))
    #expect(history.columns(.swapIn, per: .minute, 2).map(\.mean) == [nil, nil])
  }

  @Test func aClockThatGoesBackBeginsAnotherColumn() {
    let seconds: [UInt64] = [100, 101, 50, 51]
    let history = HostText.model(
      seconds.map { HostText(memInfo: "MemAvailable: \($0) kB\n").sample(second: $0) }
    ).history
    #expect(
      history.columns(.available, per: .minute, 9).map(\.mean) == [100.5 * 1024, 50.5 * 1024])
  }

  @Test func everyFigureHasAPlaceInAColumn() {
    #expect(HostFigure.allCases.count == HistoryTier.Values(repeating: nil).count)
  }

  @Test func aColumnIsFoundByItsTimeAndByItsAge() throws {
    let samples = (1000..<1100 as Range<UInt64>).map { second in
      HostText(memInfo: "MemAvailable: \(second) kB\n").sample(second: second)
    }
    let history = HostText.model(samples).history
    for resolution in History.Resolution.allCases {
      for age in 0..<history.columnCount(per: resolution) {
        let found = history.columns(.available, per: resolution, 1, before: age)
        let column = try #require(found.first)
        #expect(found.count == 1 && history.age(of: column.time.lowerBound, per: resolution) == age)
        #expect(history.age(of: column.time.upperBound, per: resolution) == age)
      }
    }
    let some = history.columns(.available, per: .second, 3, before: 10)
    #expect(some.map(\.worst) == [1087, 1088, 1089].map { $0 * 1024 })
    #expect(history.columns(.available, per: .second, 3, before: 100).isEmpty)
    #expect(history.age(of: .max, per: .minute) == 0)
  }

  @Test func whatRulesRestOnIsRemembered() throws {
    let samples = (0..<3 as Range<UInt64>).map { second in
      HostText(
        memInfo: "AnonPages: 1 kB\nShmem: 2 kB\nSUnreclaim: 3 kB\nPageTables: 4 kB\n"
          + "Committed_AS: 5 kB\nDirty: 6 kB\nWriteback: \(second) kB\n",
        vmStat: "pgmajfault \(second * 7)\nworkingset_refault_anon \(second)\n"
          + "workingset_refault_file \(second * 8)\n"
      ).sample(second: second)
    }
    let history = HostText.model(samples).history
    func last(_ figure: HostFigure) -> Double? {
      history.columns(figure, per: .second, 1).first?.worst
    }
    let sizes: [HostFigure] = [.anon, .shmem, .sUnreclaim, .pageTables, .committed, .writeback]
    #expect(sizes.map(last) == [1, 2, 3, 4, 5, 8].map { $0 * 1024 })
    #expect(last(.majorFaults) == 7 && last(.refaults) == 9)
  }
}
