import LinuxKernel

/// A list of the kernel's memory: one row a zone, an order, a cache. Text, JSON, sort, screen and
/// `docs/kernel.md` come from its columns.
public struct KernelTable: Sendable {
  /// One column, declared once.
  public struct Column: Sendable {
    /// The JSON key, and the word that sorts by it.
    public let id: String
    public let title: String
    public let unit: KernelUnit
    public let help: String
    /// The kernel file and what of it.
    public let source: String

    /// Numbers are looked at from the largest on.
    public var sortsDescending: Bool { unit.alignsRight }
  }

  /// The JSON key.
  public let id: String
  public let title: String
  public let meaning: String
  public let columns: [Column]
  /// A row that has nothing there is not in use; text and screen leave it out.
  private let useColumn: String?
  /// Nil where its source tells nothing here.
  public let rows: @Sendable (KernelMemory) -> [[FieldValue]]?

  /// A column with how it is read of a row.
  typealias Cell<Row> = (column: Column, value: @Sendable (Row, KernelMemory) -> FieldValue)

  init<Row: Sendable>(
    _ id: String, _ title: String, _ meaning: String, _ cells: [Cell<Row>],
    use: String? = nil, rows: @escaping @Sendable (KernelMemory) -> [Row]?
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    columns = cells.map(\.column)
    useColumn = use
    self.rows = { memory in
      rows(memory)?.map { row in cells.map { $0.value(row, memory) } }
    }
  }

  /// In the order of the text and of the screen.
  public static let all: [KernelTable] = [zones, orders, pools, zram, nodes, slabs]

  /// The rows without those that are not in use.
  public func inUse(_ rows: [[FieldValue]]) -> [[FieldValue]] {
    guard let place = useColumn.flatMap(column) else { return rows }
    return rows.filter { !$0[place].isNothing }
  }

  public func column(_ id: String) -> Int? { columns.firstIndex { $0.id == id } }

  /// Rows by one column; those that are alike by the first.
  public func sorted(
    _ rows: [[FieldValue]], by column: Int, descending: Bool
  ) -> [[FieldValue]] {
    rows.sorted { one, two in
      one[column].comes(before: two[column], descending: descending)
        ?? one[0].comes(before: two[0], descending: false) ?? false
    }
  }

  static func cell<Row>(
    _ id: String, _ title: String, _ unit: KernelUnit, _ help: String, _ source: String,
    _ value: @escaping @Sendable (Row, KernelMemory) -> FieldValue
  ) -> Cell<Row> {
    (Column(id: id, title: title, unit: unit, help: help, source: source), value)
  }
}
