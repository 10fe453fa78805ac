/// Which processes can die for a scope, and where their groups stand in the killer's walk.
struct KillMembers {
  /// By group number; nil for the host, which holds all.
  private let isInside: [Bool]?
  /// Pids that a cpuset keeps off the memory nodes that run short.
  private let outside: Set<Int32>
  /// By group number; a group's processes come before those of its subgroups.
  private let orders: [Int32]

  init(_ candidates: KillCandidates, _ scope: KillScope) {
    outside = scope.nodes == nil ? [] : candidates.facts.nodes?.outside ?? []
    guard scope.group != nil else {
      isInside = nil
      orders = []
      return
    }
    let isInside = candidates.groups.map { scope.holds($0.utf8) }
    self.isInside = isInside
    orders = Self.orders(candidates, isInside)
  }

  /// Whether a process can be chosen, as far as the scope goes.
  func includes(_ process: KillCandidate) -> Bool {
    includesGroup(of: process) && (outside.isEmpty || !outside.contains(process.pid))
  }

  /// Whether it can die with its group: a cpuset does not spare it from that.
  func includesGroup(of process: KillCandidate) -> Bool {
    guard let isInside else { return true }
    return process.group >= 0 && isInside[Int(process.group)]
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
