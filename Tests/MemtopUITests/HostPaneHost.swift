import LinuxKernel

@testable import MemtopCore

/// A host made of the texts its kernel files would hold, sampled once a second.
struct HostPaneHost {
  static let mebibyte: UInt64 = 1024

  var memTotal: UInt64 = 24064 * mebibyte
  var swapTotal: UInt64? = 4096 * mebibyte
  var hasPressure = true
  var memInfo: Reading<MemInfo>?
  var vmStat: Reading<VMStat>?
  var name: String? = "web-07"

  /// A model after so many samples; memory is used up and given back in waves.
  func model(samples: Int) -> Model {
    var model = Model(
      facts: HostFacts(
        name: name, kernel: "6.12.8", bootTime: 1_767_225_600, pageSize: 4096,
        clockTicksPerSecond: 100, isLive: true))
    for second in 0..<samples {
      var sample = sample(UInt64(second))
      model.absorb(&sample)
    }
    return model
  }

  private func sample(_ second: UInt64) -> Sample {
    var sample = Sample()
    sample.monotonic = (1_051_860 + second) * 1_000_000_000
    sample.uptime = sample.monotonic
    sample.memInfo = memInfo ?? .value(MemInfo(Array(memInfoText(second).utf8).span))
    sample.vmStat = vmStat ?? .value(VMStat(Array(vmStatText(second).utf8).span))
    if hasPressure, let pressure = MemoryPressure(Array(pressureText(second).utf8).span) {
      sample.pressure = .value(pressure)
    }
    return sample
  }

  private func memInfoText(_ second: UInt64) -> String {
    let anon = 4300 * Self.mebibyte + second * 40 * Self.mebibyte
    let cache = memTotal - anon - 1800 * Self.mebibyte
    let swapped = min(swapTotal ?? 0, 312 * Self.mebibyte)
    var lines = [
      "MemTotal: \(memTotal) kB", "MemFree: \(307 * Self.mebibyte) kB",
      "MemAvailable: \(cache + 100 * Self.mebibyte) kB", "Buffers: \(88 * Self.mebibyte) kB",
      "Cached: \(cache) kB", "SwapCached: \(swapTotal == nil ? 0 : 14 * Self.mebibyte) kB",
      "AnonPages: \(anon) kB", "Shmem: \(1102 * Self.mebibyte) kB",
      "SReclaimable: \(820 * Self.mebibyte) kB", "SUnreclaim: \(260 * Self.mebibyte) kB",
      "KernelStack: \(21 * Self.mebibyte) kB", "PageTables: \(64 * Self.mebibyte) kB",
      "SecPageTables: 0 kB", "Percpu: \(19 * Self.mebibyte) kB", "Hugetlb: 0 kB",
    ]
    if let swapTotal {
      lines += ["SwapTotal: \(swapTotal) kB", "SwapFree: \(swapTotal - swapped) kB"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Traffic comes and goes: so many pages more in every second of a wave.
  private func vmStatText(_ second: UInt64) -> String {
    var pagesIn: UInt64 = 1000
    var pagesOut: UInt64 = 5000
    for past in 0...second {
      if (40..<67).contains(past) { pagesIn += (past - 40) * 18 }
      if (30..<56).contains(past) { pagesOut += (56 - past) * 45 }
    }
    return "pswpin \(pagesIn)\npswpout \(pagesOut)\n"
  }

  private func pressureText(_ second: UInt64) -> String {
    var stalled: UInt64 = 0
    for past in 0...second where past >= 35 { stalled += past % 20 * 9 }
    return """
      some avg10=3.20 avg60=0.35 avg300=0.20 total=\(stalled * 1000)
      full avg10=1.10 avg60=0.12 avg300=0.00 total=\(stalled * 400)

      """
  }
}
