import LinuxKernel

@testable import MemtopCore

/// Samples of a host from the texts of its kernel files.
struct HostText {
  var memInfo: String?
  var vmStat: String?
  var pressure: String?

  static func memInfo(_ text: String) -> MemInfo { MemInfo(Array(text.utf8).span) }

  func sample(second: UInt64) -> Sample {
    var sample = Sample()
    sample.monotonic = second * 1_000_000_000
    if let memInfo { sample.memInfo = .value(Self.memInfo(memInfo)) }
    if let vmStat { sample.vmStat = .value(VMStat(Array(vmStat.utf8).span)) }
    if let pressure, let value = MemoryPressure(Array(pressure.utf8).span) {
      sample.pressure = .value(value)
    }
    return sample
  }

  static func model(_ samples: [Sample]) -> Model {
    var model = Model(
      facts: HostFacts(
        name: nil, kernel: nil, bootTime: nil, pageSize: 4096, clockTicksPerSecond: 100,
        isLive: false))
    for sample in samples {
      var sample = sample
      model.absorb(&sample)
    }
    return model
  }
}
