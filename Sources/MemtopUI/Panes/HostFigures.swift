import LinuxKernel
import MemtopCore

/// What the host panes show, taken from the model once a sample.
struct HostFigures {
  struct Memory {
    var parts: MemoryBreakdown
    /// Nil where the kernel does not tell. Never above the total.
    var available: UInt64?
  }

  struct Swap {
    var total: UInt64
    var used: UInt64
    var cached: UInt64?
    /// What stands in place of a rate that is not known; nil where it is absent.
    var unknownRate: String?
  }

  /// True before the first sample.
  var isEmpty: Bool
  var name: String?
  var kernel: String?
  /// Unit: nanoseconds.
  var uptime: UInt64?
  var source: ProcessSource
  /// The source's sizes lag behind.
  var hasRoughSizes: Bool
  /// Which of the host's processes are seen, where not all are.
  var view: String?
  var state: HostState
  /// Whom a shortage concerns, the host's or a group's; nil where there is none and memory does not fall.
  var danger: DangerLines?
  var memory: Memory?
  /// Why there is no memory pane.
  var memoryNote: String?
  var swap: Swap?
  /// Why there is no swap pane.
  var swapNote: String?
  var pressure: MemoryPressure?
  /// Why there is no pressure pane.
  var pressureNote: String?
  var rates: HostRates
  /// When memory and swap are gone; nil where they do not fall straight on.
  var forecast: Forecast?
  /// Empty before `with(_:_:samples:)`.
  var past = ChartPast()

  init(_ model: borrowing Model, _ tightest: TightestGroup? = nil) {
    isEmpty = model.sampleCount == 0
    name = model.facts.name.map { VisibleText.make($0) }
    kernel = model.facts.kernel.map { VisibleText.make($0) }
    uptime = model.sample.uptime
    source = model.sample.source
    hasRoughSizes = model.sample.hasRoughSizes
    view = model.view.summary
    state = HostState(model)
    danger = DangerLines(model, tightest)
    rates = model.rates
    forecast = model.forecast
    guard !isEmpty else { return }
    readMemory(model.sample.memInfo, model.facts)
    readSwap(model.sample.memInfo, model.sample.vmStat)
    readPressure(model.sample.pressure, model.facts)
  }

  private mutating func readMemory(_ reading: Reading<MemInfo>, _ facts: HostFacts) {
    switch reading {
    case .value(let info):
      if let contradiction = MemoryBreakdown.contradiction(info) {
        memoryNote = "/proc/meminfo contradicts itself: \(contradiction)"
        return
      }
      guard let parts = MemoryBreakdown(info), parts.total > 0 else {
        memoryNote = "/proc/meminfo does not tell MemTotal"
        return
      }
      memory = Memory(
        parts: parts, available: info[.memAvailable])
    case .absent: memoryNote = "/proc/meminfo " + AbsentFile.reason(facts)
    case .denied: memoryNote = "/proc/meminfo: denied"
    case .failed(let code): memoryNote = "/proc/meminfo: \(ErrnoText.describe(code))"
    case .malformed: memoryNote = "/proc/meminfo cannot be understood"
    }
  }

  private mutating func readSwap(
    _ reading: Reading<MemInfo>, _ counters: Reading<VMStat>
  ) {
    guard let info = reading.value else { return }
    guard let total = info[.swapTotal], let free = info[.swapFree] else {
      swapNote = "swap: not told"
      return
    }
    guard total > 0 else {
      swapNote = "no swap"
      return
    }
    if let contradiction = MemoryBreakdown.swapContradiction(info) {
      swapNote = "swap: " + contradiction
      return
    }
    swap = Swap(
      total: total, used: total - free, cached: info[.swapCached],
      unknownRate: Self.unknown(counters))
  }

  private static func unknown(_ counters: Reading<VMStat>) -> String? {
    switch counters {
    case .denied: "denied"
    case .failed: "failed"
    case .absent, .malformed, .value: nil
    }
  }

  private mutating func readPressure(_ reading: Reading<MemoryPressure>, _ facts: HostFacts) {
    switch reading {
    case .value(let value): pressure = value
    case .absent: pressureNote = "PSI: " + AbsentFile.pressureReason(facts)
    case .denied: pressureNote = "PSI: denied"
    case .failed(let code): pressureNote = "PSI: \(ErrnoText.describe(code))"
    case .malformed: pressureNote = "PSI: /proc/pressure/memory cannot be understood"
    }
  }

  /// With what charts show of the past.
  ///
  /// - Parameters:
  ///   - charts: how the past is looked at.
  ///   - samples: how many columns are wanted.
  func with(_ history: History, _ charts: ChartView, samples: Int) -> HostFigures {
    var figures = self
    figures.past = ChartPast(history, charts, samples)
    return figures
  }

  /// With the past that a chart in this place shows, so that its scale is of what is seen.
  func shown(in chart: Rect, _ glyphs: Glyphs, _ kind: Sparkline.Kind = .rate) -> HostFigures {
    var figures = self
    figures.past = past.shown(Sparkline.samples(chart, kind, glyphs))
    return figures
  }
}
