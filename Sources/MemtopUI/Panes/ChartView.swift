import MemtopCore

/// How the charts of the past are looked at.
struct ChartView: Sendable, Equatable {
  /// How long a column is.
  private(set) var resolution = History.Resolution.second
  /// The moment whose column is read; nil while none is. Unit: nanoseconds of the samples' clock.
  private(set) var cursor: UInt64?

  init() {}

  /// Goes on to the next resolution, and from the coarsest to the finest.
  mutating func zoom() {
    let all = History.Resolution.allCases
    resolution = all[(resolution.rawValue + 1) % all.count]
  }

  /// How many columns are newer than the one that is read; nil while none is.
  func age(_ history: History) -> Int? {
    cursor.map { history.age(of: $0, per: resolution) }
  }

  /// Reads the column that is so many older than the newest, or the nearest there is.
  mutating func read(_ age: Int, _ history: History) {
    let last = history.columnCount(per: resolution) - 1
    let age = max(0, min(age, last))
    cursor = history.columns(.available, per: resolution, 1, before: age).first?.time.lowerBound
  }

  mutating func stopReading() { cursor = nil }

  /// `10 s`
  var length: String { "\(resolution.seconds) s" }
}

/// What the charts show: the columns of the figures that are drawn, the newest last.
struct ChartPast {
  /// The figures that have charts among the host's lines.
  static let figures: [HostFigure] = [
    .available, .swapIn, .swapOut, .pressureSome, .pressureFull,
  ]

  private var columns: [HostFigure: [HostColumn]] = [:]
  /// How many columns are newer than the one that is read; nil while none is.
  private(set) var age: Int?

  /// Nothing.
  init() {}

  /// - Parameter count: as many columns as the widest chart can have.
  init(_ history: History, _ view: ChartView, _ count: Int) {
    age = view.age(history)
    for figure in Self.figures {
      columns[figure] = history.columns(
        figure, per: view.resolution, max(count, (age ?? 0) + 1))
    }
  }

  /// What a chart of so many columns shows: the newest, or the one that is read and what is newer.
  func shown(_ count: Int) -> ChartPast {
    var shown = self
    let hidden = max(0, (age ?? 0) - count + 1)
    shown.columns = columns.mapValues { Array($0.dropLast(hidden).suffix(count)) }
    shown.age = age.map { $0 - hidden }
    return shown
  }

  subscript(figure: HostFigure) -> [HostColumn] { columns[figure] ?? [] }

  /// What a chart draws: the worst of each column.
  func values(_ figure: HostFigure) -> [Double?] { self[figure].map(\.worst) }
}
