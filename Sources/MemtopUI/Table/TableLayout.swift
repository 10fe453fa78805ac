import MemtopCore

/// Which columns of the process table fit, and where they stand.
struct TableLayout: Sendable {
  struct Column: Sendable {
    let field: Field
    let x: Int
    let width: Int
    /// Takes what the others leave.
    let isFlexible: Bool

    /// Text that is usually longer than its column moves with the horizontal scroll.
    var scrolls: Bool { field.kind.isText && (isFlexible || field.width >= 16) }
  }

  /// What the flexible column gets at least while others can be left out, and when none can.
  private static let shortestText = 12
  /// The same where it holds command lines: three tenths of the screen, at most so much.
  private static let shortestCommandLine = 24
  private static let leastText = 4

  let columns: [Column]

  /// - Parameters:
  ///   - largestPID: so that no number of a process is ever cut.
  ///   - previewsAdj: ADJ and KILL show old and new values.
  init(settings: Settings, width: Int, largestPID: Int32 = 0, previewsAdj: Bool = false) {
    let digits = String(largestPID).count
    func wanted(_ field: Field) -> Int {
      let title = field.title.unicodeScalars.count + 1
      var cells = max(Self.width(field, settings.unit), title)
      if field == .pid || field == .ppid { cells = max(cells, digits) }
      if previewsAdj, field == .oomScoreAdj { cells = 11 }
      if previewsAdj, field == .killRank { cells = 9 }
      return cells
    }
    let fields = settings.columns
    let columns = fields.map { field in
      Fitting.Column(
        width: wanted(field),
        priority: Self.stays(field) || field == settings.sort ? nil : field.priority,
        flexes: field.kind.isText && field.width >= 9, goesAtLast: field.kind.isText)
    }
    let least =
      settings.showsCommandLine
      ? max(Self.shortestText, min(Self.shortestCommandLine, width * 3 / 10)) : Self.shortestText
    let fitting = Fitting(columns, width: width, least: least, leastOfAll: Self.leastText)
    self.columns = fitting.places.map { place in
      Column(
        field: fields[place.index], x: place.x, width: place.width, isFlexible: place.isFlexible)
    }
  }

  private static func stays(_ field: Field) -> Bool { field == .pid || field == .comm }

  /// Cells for a size: the unit that fits takes the fewest.
  private static func width(_ field: Field, _ unit: Quantity.Unit) -> Int {
    guard field.kind.isBytes else { return field.width }
    let extra: Int =
      switch unit {
      case .auto: 0
      case .gib: 2
      case .mib: 4
      case .kib: 5
      case .bytes: 9
      }
    return field.width + extra
  }
}
