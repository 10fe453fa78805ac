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

  /// The value of a cache's row.
  func value(_ row: [KernelValue]) -> FieldValue {
    switch row[place] {
    case .absent: .absent
    case .text(let text): .text(text)
    case .flag(let flag): .text(flag ? "yes" : "no")
    case .whole(let number):
      kind.isBytes ? .bytes(number) : .number(Int64(clamping: number))
    case .decimal(let number):
      switch kind {
      case .growth: .growth(Int64(max(-9e18, min(9e18, number))))
      case .percent: .percent(number)
      default: .rate(number)
      }
    }
  }
}

extension TermFilter where Column == SlabField {
  /// Whether a cache is to be shown. Plain text is looked for in its name.
  public func matches(_ row: [KernelValue]) -> Bool {
    matches { text in
      if case .text(let name)? = row.first { name.lowercased().contains(text) } else { false }
    } value: { field in
      field.value(row)
    }
  }
}
