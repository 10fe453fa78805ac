/// Sums of a field over every process's subtree, hidden and filtered processes included.
public struct SubtreeSums: Sendable {
  private var sums: [Int64?]
  private let kind: FieldKind

  /// One pass from the leaves up. A process whose value is not known adds nothing; where nothing in a
  /// subtree is known, there is no sum.
  public init(_ model: borrowing Model, _ field: Field) {
    let processes = model.processes.rows
    kind = field.kind
    sums = processes.indices.map { field.value(model, $0).order }
    var pending = [Int32](repeating: 0, count: processes.count)
    let parents = processes.indices.map { row -> Int in
      guard let pid = processes[row].parent, let parent = model.processes.index(of: pid),
        parent != row
      else { return -1 }
      return parent
    }
    for parent in parents where parent >= 0 { pending[parent] += 1 }
    var ready = processes.indices.filter { pending[$0] == 0 }
    while let row = ready.popLast() {
      let parent = parents[row]
      guard parent >= 0 else { continue }
      if let sum = sums[row] {
        sums[parent] = (sums[parent] ?? 0).addingSaturated(sum)
      }
      pending[parent] -= 1
      if pending[parent] == 0 { ready.append(parent) }
    }
  }

  public subscript(row: Int) -> FieldValue {
    guard let sum = sums[row] else { return .absent }
    return FieldValue(sum: sum, kind)
  }
}

extension FieldValue {
  /// A sum of what `order` gives of values of a kind.
  init(sum: Int64, _ kind: FieldKind) {
    self =
      switch kind {
      case .bytes: .bytes(UInt64(clamping: sum))
      case .growth: .growth(sum)
      case .percent: .percent(Double(sum) / 1000)
      case .rate: .rate(Double(sum) / 1000)
      case .number, .time, .text: .number(sum)
      }
  }
}
