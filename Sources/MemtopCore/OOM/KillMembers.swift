/// The processes that can die for a scope, and where their groups stand in the killer's walk.
struct KillMembers {
  let rows: [Int32]
  /// The same and those that can only die with their group: a cpuset does not spare them from that.
  let groupRows: [Int32]
  /// By group number; a group's processes come before those of its subgroups.
  private let orders: [Int32]

  init(_ candidates: KillCandidates, _ scope: KillScope) {
    guard scope.group != nil else {
      groupRows = candidates.processes.map(\.row)
      let outside = scope.nodes == nil ? [] : candidates.facts.nodes?.outside ?? []
      rows =
        outside.isEmpty
        ? groupRows
        : candidates.processes.compactMap { outside.contains($0.pid) ? nil : $0.row }
      orders = []
      return
    }
    let groups = candidates.groups
    let isInside = groups.map { scope.holds($0.utf8) }
    rows = candidates.processes.compactMap {
      $0.group >= 0 && isInside[Int($0.group)] ? $0.row : nil
    }
    groupRows = rows
    orders = Self.orders(candidates, isInside)
  }

  /// The host is walked in the order of its processes alone.
  func order(_ group: Int32) -> Int32 {
    group >= 0 && !orders.isEmpty ? orders[Int(group)] : 0
  }

  /// Groups are walked parents first, siblings in the order they were made. That is told by nothing
  /// in `/proc`; the age of their oldest process stands for it.
  private static func orders(_ candidates: KillCandidates, _ isInside: [Bool]) -> [Int32] {
    var oldest: [[Substring]: UInt64] = [:]
    let paths = candidates.groups.map { $0.split(separator: "/") }
    for process in candidates.processes where process.group >= 0 && isInside[Int(process.group)] {
      let path = paths[Int(process.group)]
      for length in 0...path.count {
        oldest[Array(path.prefix(length)), default: .max] = min(
          oldest[Array(path.prefix(length))] ?? .max, process.startTime)
      }
    }
    func isBefore(_ a: [Substring], _ b: [Substring]) -> Bool {
      let common = zip(a, b).prefix { $0 == $1 }.count
      guard common < min(a.count, b.count) else { return a.count < b.count }
      let (x, y) = (Array(a.prefix(common + 1)), Array(b.prefix(common + 1)))
      let (ageX, ageY) = (oldest[x] ?? .max, oldest[y] ?? .max)
      return ageX != ageY ? ageX < ageY : a[common] < b[common]
    }
    let inside = paths.indices.filter { isInside[$0] }.sorted { isBefore(paths[$0], paths[$1]) }
    var orders = [Int32](repeating: 0, count: paths.count)
    for (order, group) in inside.enumerated() { orders[group] = Int32(order) }
    return orders
  }
}
