import LinuxKernel

/// What grows without an end besides single processes: the kernel's objects and their caches, what is
/// in no line, and the groups whose processes grow or become many.
struct HostLeaks: Sendable {
  /// Caches and groups followed at most; the biggest when they were first seen.
  static let most = 64

  enum Figure: Sendable, Hashable {
    /// Source: `/proc/meminfo` `SUnreclaim`.
    case sUnreclaim
    /// What programs, caches and the kernel's own lines leave over, by `MemoryBreakdown`.
    case unexplained
    /// Made visible. Source: `/proc/slabinfo`.
    case cache(String)
    /// Anonymous memory and swap of a group's processes; made visible.
    case group(String)
  }

  private var courses: [Figure: LeakCourse] = [:]
  private var counts = (caches: 0, groups: 0)
  private var slopes: [Double] = []
  private var began: Double?

  init() {}

  mutating func record(_ facts: DiagnosisFacts, _ memory: HostMemory) {
    guard let total = memory.total?.value, !memory.isContradictory else { return }
    let start = began ?? facts.time
    began = start
    let now = facts.time - start
    guard now >= 0 else { return }
    let room = memory.obtainable.map { Double($0.addingSaturated(memory.usableSwap)) }
    let judgement = LeakJudgement(total: Double(total), room: room)
    if let size = memory.size(.sUnreclaim) { note(.sUnreclaim, size, at: now, judgement) }
    if let rest = Self.unexplained(facts) { note(.unexplained, rest, at: now, judgement) }
    let caches = facts.slabs.value ?? []
    let biggest = caches.sorted { $0.pages > $1.pages }.prefix(Self.most)
    for cache in biggest {
      note(
        .cache(VisibleText.make(cache.name)), cache.pages.multipliedSaturated(by: facts.pageSize),
        at: now, judgement)
    }
    for (group, size) in Self.groups(facts.processes) {
      note(.group(group), size, at: now, judgement)
    }
  }

  private mutating func note(
    _ figure: Figure, _ size: UInt64, at now: Double, _ judgement: LeakJudgement
  ) {
    guard courses[figure] != nil || hasPlace(for: figure) else { return }
    courses[figure, default: LeakCourse(size, at: now)].note(size, at: now, judgement, &slopes)
  }

  private mutating func hasPlace(for figure: Figure) -> Bool {
    switch figure {
    case .cache: counts.caches += 1
    case .group: counts.groups += 1
    case .sUnreclaim, .unexplained: return true
    }
    return max(counts.caches, counts.groups) <= Self.most
  }

  /// Nil where a line that is often large is not told: the rest would be what nobody looked at.
  private static func unexplained(_ facts: DiagnosisFacts) -> UInt64? {
    guard let parts = facts.memInfo.flatMap({ MemoryBreakdown($0) }),
      [.anon, .shmem, .cache, .free, .sUnreclaim, .sReclaimable, .pageTables, .kernelStack]
        .allSatisfy({ parts.isTold($0) })
    else { return nil }
    return parts[.other]
  }

  private static func groups(_ processes: [DiagnosisProcess]) -> ArraySlice<(String, UInt64)> {
    var sums: [String: UInt64] = [:]
    for process in processes {
      guard let group = process.group else { continue }
      sums[group] = (sums[group] ?? 0).addingSaturated(process.demand)
    }
    return sums.map { ($0.key, $0.value) }.sorted { $0.1 > $1.1 }.prefix(most)
  }

  /// The growth of a figure that is taken for a leak; nil where it is none.
  func trend(_ figure: Figure) -> LeakTrend? { courses[figure]?.trend }

  /// The group that leaks fastest.
  var fastestGroup: (name: String, trend: LeakTrend)? {
    courses.compactMap { figure, course -> (name: String, trend: LeakTrend)? in
      guard case .group(let name) = figure, let trend = course.trend else { return nil }
      return (name, trend)
    }.max { $0.trend.rate < $1.trend.rate }
  }

  /// The caches that leak, the fastest first.
  var caches: [(name: String, trend: LeakTrend)] {
    courses.compactMap { figure, course -> (name: String, trend: LeakTrend)? in
      guard case .cache(let name) = figure, let trend = course.trend else { return nil }
      return (name, trend)
    }.sorted { $0.trend.rate > $1.trend.rate }
  }
}
