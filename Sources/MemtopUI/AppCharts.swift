import MemtopCore

/// The past in the charts: how long a column is, and a cursor that reads one out.
extension App {
  mutating func zoomCharts() {
    charts.zoom()
    refreshFindings()
  }

  /// The cursor goes to the newest column, or away.
  mutating func toggleChartCursor() {
    guard charts.cursor == nil else { return charts.stopReading() }
    charts.read(0, model.history)
    if charts.cursor == nil { notes.add("nothing was sampled yet") }
  }

  /// The keys that serve while a column is read.
  static let chartKeys = [
    (key: "Left Right", label: "Move"), (key: "PgUp PgDn", label: "By 10"),
    (key: "Home End", label: "To the ends"), (key: "v", label: "Zoom"), (key: "Esc", label: "Back"),
  ]

  /// A key while a column is read; false where it is no key of the charts.
  mutating func readCharts(_ key: Key) -> Bool {
    guard let age = charts.age(model.history) else { return false }
    switch key {
    case .left: charts.read(age + 1, model.history)
    case .right: charts.read(age - 1, model.history)
    case .character("h") where settings.vim: charts.read(age + 1, model.history)
    case .character("l") where settings.vim: charts.read(age - 1, model.history)
    case .pageUp: charts.read(age + 10, model.history)
    case .pageDown: charts.read(age - 10, model.history)
    case .home: charts.read(.max, model.history)
    case .end: charts.read(0, model.history)
    case .escape: charts.stopReading()
    default: return false
    }
    return true
  }

  /// What the column under the cursor holds: when, and of each figure the mean and the worst.
  var chartReading: String? {
    guard let age = charts.age(model.history) else { return nil }
    let history = model.history
    func found(_ figure: HostFigure) -> HostColumn? {
      history.columns(figure, per: charts.resolution, 1, before: age).first
    }
    guard let time = found(.available)?.time else { return nil }
    var parts: [String] = []
    for (figure, name) in Self.chartNames {
      guard let column = found(figure), let mean = column.mean, let worst = column.worst else {
        continue
      }
      let texts = [mean, worst].map { Evidence.text($0, figure.unit) }
      let word = figure.isScarce ? "least" : "most"
      parts.append("\(name) \(texts[0])" + (texts[0] == texts[1] ? "" : " (\(word) \(texts[1]))"))
    }
    let known = parts.isEmpty ? "nothing was told" : parts.joined(separator: ", ")
    return "\(chartTime(time)): \(known)"
  }

  private static let chartNames: [(HostFigure, String)] = [
    (.available, "available"), (.swapIn, "swap in"), (.swapOut, "out"),
    (.pressureSome, "some stalled"), (.pressureFull, "full"),
  ]

  /// `14:03:20 to 14:03:29, 2 min ago`
  private func chartTime(_ time: ClosedRange<UInt64>) -> String {
    let now = model.sample.monotonic
    let ago = (now - min(now, time.upperBound)) / 1_000_000_000
    let age = ago == 0 ? "now" : TimeSpan.text(Double(ago)) + " ago"
    guard let taken = model.takenAt else { return age }
    func clock(_ at: UInt64) -> String {
      let back = Int64(clamping: (now - min(now, at)) / 1_000_000_000)
      return CalendarTime(seconds: taken / 1_000_000_000 - back, offset: timeOffset).clock
    }
    let ends = [clock(time.lowerBound), clock(time.upperBound)]
    return (ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")) + ", " + age
  }
}
