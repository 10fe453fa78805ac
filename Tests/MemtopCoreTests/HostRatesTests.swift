import Testing

@testable import MemtopCore

/// Rates divide what happened by the time it really took.
@Suite struct HostRatesTests {
  static func rates(
    _ before: HostText, at first: UInt64, _ now: HostText, at second: UInt64
  ) -> HostRates {
    HostRates(now.sample(second: second), since: before.sample(second: first), pageSize: 4096)
  }

  static func pressure(some: UInt64, full: UInt64) -> String {
    """
    some avg10=0.00 avg60=0.00 avg300=0.00 total=\(some)
    full avg10=0.00 avg60=0.00 avg300=0.00 total=\(full)

    """
  }

  @Test func pagesBecomeBytesASecond() {
    let rates = Self.rates(
      HostText(vmStat: "pswpin 10\npswpout 0\n"), at: 100,
      HostText(vmStat: "pswpin 30\npswpout 5\n"), at: 104)
    #expect(rates.swapIn == 20 * 4096.0 / 4)
    #expect(rates.swapOut == 5 * 4096.0 / 4)
    #expect(rates.pressureSome == nil)
  }

  @Test func stallsBecomeAShareOfTheTime() {
    let rates = Self.rates(
      HostText(pressure: Self.pressure(some: 1_000_000, full: 0)), at: 10,
      HostText(pressure: Self.pressure(some: 1_500_000, full: 100_000)), at: 12)
    #expect(rates.pressureSome == 25)
    #expect(rates.pressureFull == 5)
    #expect(rates.swapIn == nil)
  }

  @Test func moreStallThanTimeIsAllTheTime() {
    let rates = Self.rates(
      HostText(pressure: Self.pressure(some: 0, full: 0)), at: 10,
      HostText(pressure: Self.pressure(some: 1_100_000, full: 0)), at: 11)
    #expect(rates.pressureSome == 100)
    #expect(rates.pressureFull == 0)
  }

  @Test func aCounterThatFellOrIsMissingGivesNoRate() {
    let rates = Self.rates(
      HostText(vmStat: "pswpin 10\npswpout 7\n"), at: 1,
      HostText(vmStat: "pswpin 9\n"), at: 2)
    #expect(rates == .unknown)
  }

  @Test func noTimeGivesNoRate() {
    let text = HostText(vmStat: "pswpin 10\npswpout 7\n")
    #expect(Self.rates(text, at: 5, text, at: 5) == .unknown)
    #expect(Self.rates(text, at: 6, text, at: 5) == .unknown)
  }

  @Test func aModelHasRatesFromTheSecondSampleOn() {
    let samples = (0..<3).map {
      HostText(vmStat: "pswpin \($0 * 2)\npswpout 0\n").sample(second: $0)
    }
    #expect(HostText.model([samples[0]]).rates == .unknown)
    let model = HostText.model(samples)
    #expect(model.rates.swapIn == 8192)
    #expect(model.history.rates.suffix(9).map(\.swapIn) == [nil, 8192, 8192])
  }
}
