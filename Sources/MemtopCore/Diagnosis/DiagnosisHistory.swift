import LinuxKernel

/// What the rules remember of earlier samples, in bounded memory.
public struct DiagnosisHistory: Sendable {
  /// The figures of one sample whose course matters; nil where they were not told.
  public struct Point: Sendable {
    /// Unit: seconds.
    public var time: Double
    @Packed public var available: Double?
    @Packed public var swapFree: Double?
    @Packed public var shmem: Double?
    @Packed public var sUnreclaim: Double?
    @Packed public var sReclaimable: Double?
    @Packed public var pageTables: Double?
    @Packed public var processCount: Double?
    /// What may still be promised, by the commit limit.
    @Packed var commitLeft: Double?
    public var counters: Counters
  }

  /// Counters since boot.
  public struct Counters: Sendable {
    @Packed public var swapIn: UInt64?
    @Packed public var swapOut: UInt64?
    @Packed public var refaults: UInt64?
    @Packed var refaultsAnon: UInt64?
    @Packed public var refaultsFile: UInt64?
    @Packed public var activatedFile: UInt64?
    @Packed public var majorFaults: UInt64?
    @Packed public var directReclaims: UInt64?
    @Packed public var kills: UInt64?
    @Packed public var compactStall: UInt64?
    @Packed public var compactFail: UInt64?
  }

  struct Growing: Sendable {
    var name: String
    var group: String?
    var points: [Trend.Point]
  }

  /// What is remembered of a group's use at one judgement. Unit of sizes: bytes.
  struct GroupPoint: Sendable {
    let time: Double
    let current: UInt64
    let unreclaimable: UInt64
    @Packed var limit: UInt64?
    @Packed var limitMet: UInt64?
    @Packed var highMet: UInt64?
    @Packed var kills: UInt64?
    /// Where the kernel does not tell them, faults from the disk, which are near them at a limit.
    @Packed var refaults: UInt64?

    init(_ use: CgroupUse, at time: Double) {
      self.time = time
      current = use.current
      unreclaimable = use.unreclaimable
      limit = use.limit
      limitMet = use.limitMet
      highMet = use.highMet
      kills = use.kills
      refaults = use.refaults ?? use.majorFaults
    }
  }

  /// A process that was there at the sample before a kill and is no more.
  public struct Gone: Sendable {
    public let time: Double
    public let label: String
    public let size: UInt64
  }

  public static let capacity = 900
  /// Of a process; beyond, every second point is forgotten.
  static let pointsOfOne = 128
  /// Of a group, and of all groups together: there are hosts with thousands.
  static let pointsOfGroup = 4...64
  static let pointsOfGroups = 16_384
  /// Smaller processes are not followed. Unit: bytes.
  static let least: UInt64 = 4 << 20

  private(set) var points = Ring<Point>(capacity: capacity)
  private(set) var growing: [ProcessID: Growing] = [:]
  private(set) var groups: [String: [GroupPoint]] = [:]
  /// The host's own figures, caches and groups that are watched for a leak.
  private(set) var leaks = HostLeaks()
  public private(set) var gone: [Gone] = []
  private var previous: [ProcessID: DiagnosisProcess] = [:]

  public init() {}

  mutating func record(_ facts: DiagnosisFacts, _ memory: HostMemory) {
    let stat = facts.vmStat
    let counters = Counters(
      swapIn: stat?[.pswpin], swapOut: stat?[.pswpout], refaults: stat?.refaults,
      refaultsAnon: stat?[.workingsetRefaultAnon], refaultsFile: stat?.refaultsFile,
      activatedFile: stat?.activatedFile, majorFaults: stat?[.pgmajfault],
      directReclaims: stat?.directReclaims, kills: stat?[.oomKill],
      compactStall: stat?[.compactStall], compactFail: stat?[.compactFail])
    noteKills(counters, facts)
    points.append(
      Point(
        time: facts.time, available: memory.available.map { Double($0.value) },
        swapFree: Double(memory.usableSwap), shmem: memory.told(.shmem),
        sUnreclaim: memory.told(.sUnreclaim), sReclaimable: memory.told(.sReclaimable),
        pageTables: memory.told(.pageTables),
        processCount: facts.processCount.map { Double($0) },
        commitLeft: Self.commitLeft(memory), counters: counters))
    follow(facts)
    leaks.record(facts, memory)
  }

  private static func commitLeft(_ memory: HostMemory) -> Double? {
    guard let limit = memory.told(.commitLimit), let used = memory.told(.committedAS) else {
      return nil
    }
    return max(0, limit - used)
  }

  private mutating func noteKills(_ counters: Counters, _ facts: DiagnosisFacts) {
    defer { previous = Dictionary(facts.processes.map { ($0.id, $0) }) { a, _ in a } }
    guard let now = counters.kills, let before = points.ago(0)?.counters.kills, now > before else {
      return
    }
    let alive = Set(facts.processes.map(\.id))
    let lost = previous.values.filter { !alive.contains($0.id) }.sorted { $0.demand > $1.demand }
    for process in lost.prefix(Int(clamping: now - before)) {
      gone.append(Gone(time: facts.time, label: process.label, size: process.demand))
    }
    gone = gone.suffix(16)
  }

  private mutating func follow(_ facts: DiagnosisFacts) {
    var kept: [ProcessID: Growing] = [:]
    for process in facts.processes where process.demand >= Self.least {
      var one =
        growing[process.id]
        ?? Growing(name: process.label, group: process.group, points: [])
      one.name = process.label
      one.points.append(Trend.Point(facts.time, Double(process.demand)))
      if one.points.count > Self.pointsOfOne {
        one.points = one.points.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      }
      kept[process.id] = one
    }
    growing = kept
    let share = Self.pointsOfGroups / max(1, facts.groups.count)
    let most = max(Self.pointsOfGroup.lowerBound, min(Self.pointsOfGroup.upperBound, share))
    var now: [String: [GroupPoint]] = [:]
    for use in facts.groups {
      var course = groups.removeValue(forKey: use.path) ?? []
      if use.isFresh {
        course.removeFirst(max(0, course.count - most + 1))
        course.append(GroupPoint(use, at: facts.time))
      }
      now[use.path] = course
    }
    groups = now
  }

  /// Unit: seconds.
  public var span: Double {
    guard let last = points.ago(0), let first = points.ago(points.count - 1) else { return 0 }
    return last.time - first.time
  }

  /// The newest point that is at least so old, or the oldest; nil where there is but one.
  private func point(before seconds: Double) -> Point? {
    guard let now = points.ago(0), points.count > 1 else { return nil }
    var age = 1
    while age < points.count - 1, let point = points.ago(age), now.time - point.time < seconds {
      age += 1
    }
    return points.ago(age)
  }

  /// How fast a counter rose over the last so many seconds; nil where that is not known.
  public func rate(
    _ counter: KeyPath<Counters, UInt64?>, over seconds: Double
  ) -> Double? {
    guard let now = points.ago(0), let before = point(before: seconds), now.time > before.time,
      let new = now.counters[keyPath: counter], let old = before.counters[keyPath: counter],
      new >= old
    else { return nil }
    return Double(new - old) / (now.time - before.time)
  }

  /// The course of a figure over the last so many seconds.
  public func trend(
    _ figure: KeyPath<Point, Double?>, over seconds: Double
  ) -> Trend? {
    guard let now = points.ago(0) else { return nil }
    let course = points.suffix(points.count).compactMap { point in
      point[keyPath: figure].map { Trend.Point(point.time, $0) }
    }.filter { now.time - $0.time <= seconds }
    return Trend(course)
  }

  /// Whether a counter rose in each of the last steps, so that it lasts.
  func lasts(
    _ counter: KeyPath<Counters, UInt64?>, atLeast least: Double, for seconds: Double
  ) -> Bool {
    guard let now = points.ago(0), span >= seconds else { return false }
    var busy = 0
    var all = 0
    for age in 0..<(points.count - 1) {
      guard let late = points.ago(age), let early = points.ago(age + 1),
        now.time - early.time <= seconds + 0.5, late.time > early.time,
        let new = late.counters[keyPath: counter], let old = early.counters[keyPath: counter]
      else { break }
      all += 1
      if new >= old, Double(new - old) / (late.time - early.time) >= least { busy += 1 }
    }
    return all >= 2 && busy * 10 >= all * 8
  }

  /// How fast a group's counter rose over the last so many seconds.
  func groupRate(
    _ path: String, _ counter: KeyPath<GroupPoint, UInt64?>, over seconds: Double
  ) -> Double? {
    guard let course = groups[path], let now = course.last, course.count > 1 else { return nil }
    let before = course.dropLast().last { now.time - $0.time >= seconds } ?? course[0]
    guard now.time > before.time, let new = now[keyPath: counter],
      let old = before[keyPath: counter], new >= old
    else { return nil }
    return Double(new - old) / (now.time - before.time)
  }
}
