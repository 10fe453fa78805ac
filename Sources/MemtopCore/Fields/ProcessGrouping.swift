/// What processes of a list can be put together by.
public enum ProcessGrouping: String, Sendable, CaseIterable {
  case name, user, unit, cgroup

  /// What the processes of a group have in common.
  public var field: Field {
    switch self {
    case .name: .comm
    case .user: .user
    case .unit: .group
    case .cgroup: .cgroup
    }
  }
}

/// Processes of a list that have something in common.
public struct ProcessGroup: Sendable, Equatable {
  /// What they have in common, made visible; nil where that is not known.
  public let name: String?
  /// Rows of the model's process table, in the order of the list.
  public let members: [Int32]
  /// Whether the members have lines of their own below the group's.
  public let isOpen: Bool

  /// The sum of a field over all members; a process whose value is not known adds nothing.
  public func sum(_ field: Field, _ model: borrowing Model) -> FieldValue {
    var sum: Int64?
    for row in members {
      guard let value = field.value(model, Int(row)).order else { continue }
      sum = (sum ?? 0).addingSaturated(value)
    }
    return sum.map { FieldValue(sum: $0, field.kind) } ?? .absent
  }
}

/// Puts sorted rows below the groups they belong to.
struct GroupBuilder {
  private(set) var groups: [ProcessGroup] = []
  /// As `ProcessList.rows`.
  private(set) var rows: [Int32] = []
  private(set) var places: [ProcessList.TreePlace] = []

  /// - Parameter sorted: in the order of the list. A group stands where its first member does, and where
  ///   the field that sorts has sums, in the order of these.
  init(
    _ model: borrowing Model, _ sorted: [Int32], _ options: ListOptions, _ grouping: ProcessGrouping
  ) {
    var numbers: [String?: Int] = [:]
    var names: [String?] = []
    var members: [[Int32]] = []
    for row in sorted {
      var name: String?
      if case .text(let text) = grouping.field.value(model, Int(row)) { name = text }
      if let number = numbers[name] {
        members[number].append(row)
      } else {
        numbers[name] = members.count
        names.append(name)
        members.append([row])
      }
    }
    groups = zip(names, members).map { name, members in
      ProcessGroup(name: name, members: members, isOpen: options.openGroups.contains(name))
    }
    if options.sort.isSummable { order(model, options) }
    for number in groups.indices { list(number) }
  }

  private mutating func order(_ model: borrowing Model, _ options: ListOptions) {
    let sums = groups.map { $0.sum(options.sort, model).order }
    let order = groups.indices.sorted { a, b in
      guard let x = sums[a], let y = sums[b] else { return sums[a] != nil && sums[b] == nil }
      if x != y { return options.isDescending ? x > y : x < y }
      return a < b
    }
    groups = order.map { groups[$0] }
  }

  private mutating func list(_ number: Int) {
    let group = groups[number]
    let shown = group.isOpen ? group.members : []
    rows.append(ProcessList.heading(number))
    places.append(
      ProcessList.TreePlace(
        depth: 0, descendants: Int32(shown.count), isLastChild: true, hasChildren: true))
    for (place, row) in shown.enumerated() {
      rows.append(row)
      places.append(
        ProcessList.TreePlace(
          depth: 1, descendants: 0, isLastChild: place == shown.count - 1, hasChildren: false))
    }
  }
}
