import MemtopCore

/// The upper ends of the charts: round, and never so small that noise fills the chart.
enum ChartScale {
  private static let mebibyte = 1_048_576.0

  /// The least power of two of MiB/s that holds every rate. Unit: bytes a second.
  static func traffic(_ rates: [HostRates]) -> Double {
    let peak = rates.reduce(0) { max($0, $1.swapIn ?? 0, $1.swapOut ?? 0) }
    var top = mebibyte
    while top < peak, top < 0x1p64 { top *= 2 }
    return top
  }

  /// Unit: percent.
  static func stalls(_ rates: [HostRates]) -> Double {
    let peak = rates.reduce(0) { max($0, $1.pressureSome ?? 0, $1.pressureFull ?? 0) }
    return [10, 25, 50].first { peak <= $0 } ?? 100
  }
}
