extension DocumentTable.Cell {
  /// How it is written for people.
  public func text(_ style: FieldText, pageSize: UInt64) -> String {
    switch self {
    case .value(let value): style.write(value)
    case .pages(let pages): PageCount(pageSize: pageSize, unit: style.unit).size(pages)
    case .empty: ""
    }
  }
}
