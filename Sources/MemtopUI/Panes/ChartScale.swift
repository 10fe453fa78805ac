/// The upper ends of the charts: round, and never so small that noise fills the chart.
enum ChartScale {
  private static let mebibyte = 1_048_576.0

  /// The least power of two of MiB/s that holds every rate. Unit: bytes a second.
  static func traffic(_ rates: [Double?]) -> Double {
    let peak = peak(rates)
    var top = mebibyte
    while top < peak, top < 0x1p64 { top *= 2 }
    return top
  }

  /// Unit: percent.
  static func stalls(_ shares: [Double?]) -> Double {
    let peak = peak(shares)
    return [10, 25, 50].first { peak <= $0 } ?? 100
  }

  private static func peak(_ values: [Double?]) -> Double {
    values.reduce(0) { max($0, $1 ?? 0) }
  }
}
