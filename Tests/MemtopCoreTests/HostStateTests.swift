import LinuxKernel
import Testing

@testable import MemtopCore

/// The verdict and the evidence for it.
@Suite struct HostStateTests {
  static func memory(available: UInt64?, free: UInt64 = 500) -> String {
    var text = "MemTotal: 1000 kB\nMemFree: \(free) kB\nCached: 400 kB\nShmem: 0 kB\n"
    if let available { text += "MemAvailable: \(available) kB\n" }
    return text
  }

  static func stalls(some: String, full: String) -> String {
    """
    some avg10=\(some) avg60=0.00 avg300=0.00 total=1
    full avg10=\(full) avg60=0.00 avg300=0.00 total=1

    """
  }

  static func state(
    available: UInt64?, free: UInt64 = 500, some: String = "0.00", full: String = "0.00"
  ) -> HostState {
    let text = HostText(
      memInfo: memory(available: available, free: free), pressure: stalls(some: some, full: full))
    return HostState(HostText.model([text.sample(second: 1)]))
  }

  @Test(
    arguments: [
      (700, "0.00", "0.00", HostState.Level.healthy, "700K available (70 %)."),
      (99, "0.00", "0.00", .strained, "99K available (9.9 %)."),
      (29, "0.00", "0.00", .critical, "29K available (2.9 %)."),
      (
        700, "10.00", "0.00", .strained,
        "700K available (70 %), tasks stalled 10.0 % of the last 10 s."
      ),
      (
        700, "30.00", "10.00", .critical,
        "700K available (70 %), tasks stalled 30.0 % of the last 10 s."
      ),
      (
        90, "12.00", "0.00", .critical,
        "90K available (9.0 %), tasks stalled 12.0 % of the last 10 s."
      ),
      (
        5000, "0.00", "0.00", .unknown,
        "/proc/meminfo contradicts itself: MemAvailable 5000 kB is more than MemTotal 1000 kB."
      ),
    ] as [(UInt64, String, String, HostState.Level, String)])
  func levels(
    _ available: UInt64, _ some: String, _ full: String, _ level: HostState.Level,
    _ evidence: String
  ) {
    let state = Self.state(available: available, some: some, full: full)
    #expect(state.level == level)
    #expect(state.evidence == evidence)
  }

  @Test func littleFreeBesideMuchCacheIsExplained() {
    let state = Self.state(available: 450, free: 50)
    #expect(state.level == .healthy)
    #expect(
      state.evidence == "450K available (45 %). \"free\" is low because 400K of cache is at work; "
        + "it is given back on demand.")
  }

  @Test func withoutMemAvailableThereIsNoVerdict() {
    let state = Self.state(available: nil)
    #expect(state.level == .unknown)
    #expect(state.evidence == "the capture does not say what is available (MemAvailable).")
  }

  @Test func memoryThatCannotBeReadIsSaid() {
    var sample = Sample()
    #expect(HostState(HostText.model([sample])).evidence == "/proc/meminfo is not there.")
    sample.memInfo = .denied
    #expect(HostState(HostText.model([sample])).evidence == "/proc/meminfo may not be read.")
    sample.memInfo = .value(HostText.memInfo("MemTotal: 0 kB\n"))
    let state = HostState(HostText.model([sample]))
    #expect(state.level == .unknown)
    #expect(state.evidence == "/proc/meminfo does not tell MemTotal.")
  }

  /// Swap traffic counts when it lasts, both ways.
  @Test func trafficThatLastsStrains() {
    func state(seconds: UInt64, pagesIn: UInt64, pagesOut: UInt64) -> HostState {
      HostState(
        HostText.model(
          (0...seconds).map {
            HostText(
              memInfo: Self.memory(available: 700),
              vmStat: "pswpin \($0 * pagesIn)\npswpout \($0 * pagesOut)\n"
            ).sample(second: $0)
          }))
    }
    let short = state(seconds: 5, pagesIn: 512, pagesOut: 512)
    #expect(short.level == .healthy)
    let lasting = state(seconds: 12, pagesIn: 512, pagesOut: 512)
    #expect(lasting.level == .strained)
    #expect(
      lasting.evidence
        == "700K available (70 %), swap in 2.00M/s, out 2.00M/s and lasting.")
    #expect(state(seconds: 12, pagesIn: 0, pagesOut: 512).level == .healthy)
  }

  @Test func absurdCountersDoNotStopIt() {
    let samples = (0..<UInt64(14)).map { second in
      HostText(
        memInfo: "MemTotal: 18446744073709551615\nMemAvailable: 18446744073709551615\n",
        vmStat: "pswpin \(second * (UInt64.max / 14))\npswpout \(second * (UInt64.max / 14))\n"
      ).sample(second: second)
    }
    let state = HostState(HostText.model(samples))
    #expect(state.level == .strained)
    #expect(state.evidence.contains("swap in 16.0E/s"))
  }
}
