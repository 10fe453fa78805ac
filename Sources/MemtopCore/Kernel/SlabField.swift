/// A column of slab caches as filters name it. It is the same that `KernelTable.slabs` declares.
public struct SlabField: TableField {
  /// The column's place.
  let place: Int
  private var column: KernelTable.Column { KernelTable.slabs.columns[place] }

  public var id: String { column.id }
  public var title: String { column.title }

  public var kind: FieldKind {
    switch column.unit {
    case .text, .flag: .text
    case .bytes: .bytes
    case .bytesPerSecond: .growth
    case .percent: .percent
    case .perSecond: .rate
    case .count, .index, .ratio: .number
    }
  }

  public static let all = KernelTable.slabs.columns.indices.map { SlabField(place: $0) }

  /// The value of a cache's row, as filters compare it.
  func value(_ row: [FieldValue]) -> FieldValue {
    if case .flag(let flag) = row[place] { .text(flag ? "yes" : "no") } else { row[place] }
  }
}

extension TermFilter where Column == SlabField {
  /// Whether a cache is to be shown. Plain text is looked for in its name.
  public func matches(_ row: [FieldValue]) -> Bool {
    matches { text in
      if case .text(let name)? = row.first { name.lowercased().contains(text) } else { false }
    } value: { field in
      field.value(row)
    }
  }
}
