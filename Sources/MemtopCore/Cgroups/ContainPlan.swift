import LinuxKernel

/// What putting processes into a new group with a limit would do, before anything is written.
public struct ContainPlan: Sendable, Equatable {
  /// What is asked of the new group.
  public struct Wish: Sendable {
    public let max: LimitText
    /// Nil: 90 % of `max`, where the kernel has such a limit.
    public let high: LimitText?
    public let swapMax: LimitText?
    /// Nil: named by the first process.
    public let name: String?

    public init(
      max: LimitText, high: LimitText? = nil, swapMax: LimitText? = nil, name: String? = nil
    ) {
      self.max = max
      self.high = high
      self.swapMax = swapMax
      self.name = name
    }
  }

  /// A limit that holds for some of the processes now and will not any more.
  public struct Left: Sendable, Equatable {
    public let path: [UInt8]
    public let setting: CgroupSetting
    /// Unit: bytes.
    public let limit: UInt64
  }

  public let version: CgroupMount.Version
  /// The group that the new one is made in, as `/proc/PID/cgroup` names it.
  public let parent: [UInt8]
  /// The last part of the new group's path.
  public let name: String
  /// In the order in which they are written.
  public let limits: [CgroupEdit]
  /// `high` was not asked for: without it the rest is done all the same.
  let isHighOptional: Bool
  /// Groups that must first hand the memory controller on; v2 alone.
  let enabling: [[UInt8]]
  public let members: [BoxMember]
  public let left: [Left]
  /// The nearest limit above that is less than the new one. Unit: bytes.
  let smallerAbove: UInt64?
  /// What else looks after the groups that they leave: systemd's units and containers, in words.
  let managers: [String]

  /// The new group, as `/proc/PID/cgroup` will name it.
  public var path: [UInt8] { (parent == [0x2f] ? [] : parent) + [0x2f] + Array(name.utf8) }

  /// What the processes hold now, which stays charged to where it is. Unit: bytes.
  public var resident: UInt64 {
    members.reduce(0) { $0.addingReportingOverflow($1.resident ?? 0).partialValue }
  }

  /// Every group that memtop makes begins so.
  public static let prefix = "memtop-"

  init(
    _ place: ContainPlace, _ wish: Wish, _ members: [BoxMember], _ surroundings: Surroundings
  ) throws(CgroupProblem) {
    version = surroundings.mount.version
    parent = place.parent.path
    enabling = place.enabling.map(\.path)
    self.members = members
    name = try Self.name(wish.name, members, place.parent.directory)
    let above = surroundings.limit(above: place.parent.path)
    let limits = try Self.limits(wish, above ?? surroundings.memTotal, surroundings)
    self.limits = limits
    isHighOptional = wish.high == nil
    let max = limits.first { $0.setting == .max }.flatMap(Self.size)
    smallerAbove = above.flatMap { $0 < max ?? .max ? $0 : nil }
    var left: [Left] = []
    var managers: [String] = []
    var seen: Set<[UInt8]> = []
    for member in members {
      for group in CgroupPath.downwards(to: member.group)
      where !CgroupPath.isWithin(place.parent.path, group) && seen.insert(group).inserted {
        left += surroundings.limits(of: group)
      }
      let words = GroupManager.describe(
        member.group, leavingFor: place.parent.path, version, hasSystemd: surroundings.hasSystemd)
      if let words, !managers.contains(words) {
        managers.append(words)
      }
    }
    self.left = left
    self.managers = managers
  }

  private static func size(_ edit: CgroupEdit) -> UInt64? {
    if case .limit(let limit) = edit.new { return limit.bytes }
    return nil
  }

  private static func limits(
    _ wish: Wish, _ whole: UInt64?, _ surroundings: Surroundings
  ) throws(CgroupProblem) -> [CgroupEdit] {
    func limit(_ setting: CgroupSetting, _ text: LimitText) throws(CgroupProblem) -> CgroupLimit {
      do throws(LimitText.Problem) {
        return try text.limit(now: .none, whole: whole, pageSize: surroundings.pageSize)
      } catch {
        throw CgroupProblem(.meaning, "\(setting.option): \(error.message)")
      }
    }
    func edit(_ setting: CgroupSetting, _ limit: CgroupLimit) -> CgroupEdit {
      CgroupEdit(setting, old: .limit(.none), new: .limit(limit))
    }
    let max = try limit(.max, wish.max)
    var edits = [edit(.max, max)]
    if let text = wish.swapMax {
      let swap = try limit(.swapMax, text)
      if surroundings.mount.version == .v1, (swap.bytes ?? .max) < (max.bytes ?? .max) {
        throw CgroupProblem(
          .meaning, "--swap-max: with version 1 it is memory and swap together, not less than --max"
        )
      }
      edits.append(edit(.swapMax, swap))
    }
    if let text = wish.high {
      edits.append(edit(.high, try limit(.high, text)))
    } else if let bytes = max.bytes {
      let pages = bytes / surroundings.pageSize
      let high = (pages - pages / 10) * surroundings.pageSize
      edits.append(edit(.high, .bytes(high)))
    }
    edits.removeAll { $0.old == $0.new }
    guard !edits.isEmpty else {
      throw CgroupProblem(.meaning, "--max: max is no limit: there is nothing to contain them with")
    }
    if let zero = edits.first(where: { $0.setting != .swapMax && size($0) == 0 }) {
      throw CgroupProblem(
        .meaning, "\(zero.setting.option): nothing can run with a limit of 0")
    }
    return edits
  }

  /// Throws: where a name is asked for that cannot be one or is taken.
  private static func name(
    _ wanted: String?, _ members: [BoxMember], _ parent: CgroupDirectory
  ) throws(CgroupProblem) -> String {
    guard let wanted else {
      let first = prefix + "\(members.first?.process.pid ?? 0)"
      guard parent.has(first) else { return first }
      // The pid's process before it may still be in one.
      let number = (2...1000).first { !parent.has("\(first)-\($0)") } ?? 1001
      return "\(first)-\(number)"
    }
    let shown = "'\(VisibleText.make(wanted))'"
    let name = wanted.hasPrefix(prefix) ? wanted : prefix + wanted
    let isPlain = wanted.utf8.allSatisfy { byte in
      (0x30...0x39 ~= byte) || (0x41...0x5a ~= byte) || (0x61...0x7a ~= byte)
        || [0x2d, 0x2e, 0x5f].contains(byte)
    }
    guard isPlain, wanted.utf8.count > 0, name.utf8.count > prefix.utf8.count,
      name.utf8.count <= 128
    else {
      throw CgroupProblem(
        .meaning,
        "--name: \(shown) is no name: letters, digits, '.', '-' and '_' are, up to 121 of them")
    }
    guard !parent.has(name) else {
      throw CgroupProblem(
        .refused, "--name: \(name): " + BoxRefusal.describe(17, .making))
    }
    return name
  }
}
