import Testing

@testable import MemtopCore

/// The past is kept in order, and never grows beyond its capacity.
@Suite struct HistoryTests {
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
}
