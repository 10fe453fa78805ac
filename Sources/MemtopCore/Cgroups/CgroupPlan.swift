import LinuxKernel

/// What a change of a group's limits would do, before anything is written.
public struct CgroupPlan: Sendable, Equatable {
  /// What is asked of a setting.
  public enum Wish: Sendable, Equatable {
    case limit(LimitText)
    case flag(Bool)
  }

  /// A group below whose own limit is larger than the new one.
  struct Child: Sendable, Equatable {
    let path: [UInt8]
    /// Unit: bytes.
    let limit: UInt64
  }

  /// As `/proc/PID/cgroup` names it.
  public let path: [UInt8]
  public let version: CgroupMount.Version
  public let identity: CgroupDirectory.Identity
  /// In the order in which they must be written; what would change nothing is left out.
  public let edits: [CgroupEdit]
  /// Unit: bytes.
  public let usage: UInt64?
  /// What is above the new limit and must go at once. Unit: bytes.
  public let excess: UInt64
  /// Cache of the group that can be given back. Unit: bytes. Nil where it is not told.
  public let cache: UInt64?
  let childrenAbove: [Child]

  /// The cache alone is not enough: memory must go to swap, or processes die.
  public var mayKill: Bool { excess > cache ?? 0 }

  /// Makes a plan for a group of a tree.
  ///
  /// - Parameters:
  ///   - number: the group; nil for the one that the tree was asked for.
  ///   - memTotal: of the host. Unit: bytes.
  ///
  /// Throws: where a wish cannot be met; then nothing is to be written.
  public init(
    _ tree: CgroupTree, of number: Int? = nil, _ wishes: [(CgroupSetting, Wish)],
    memTotal: UInt64?, pageSize: UInt64
  ) throws(LimitText.Problem) {
    let number = number ?? tree.subtree.lowerBound
    let group = tree.groups[number]
    let memory = group.memory
    path = group.path
    version = memory.version
    identity = memory.identity
    let above = tree.limitAbove(number) ?? memTotal
    var edits: [CgroupEdit] = []
    for (setting, wish) in wishes {
      let old = try Self.value(setting, of: memory)
      let new: CgroupSetting.Value
      switch (wish, old) {
      case (.flag(let isOn), _): new = .flag(isOn)
      case (.limit(let text), .limit(let now)):
        do throws(LimitText.Problem) {
          new = .limit(try text.limit(now: now, whole: above, pageSize: pageSize))
        } catch {
          throw LimitText.Problem("\(setting.option): \(error.message)")
        }
      case (.limit, .flag): throw LimitText.Problem("\(setting.option): yes or no")
      }
      edits.append(CgroupEdit(setting, old: old, new: new))
    }
    try Self.checkBoth(edits, memory)
    self.edits = Self.ordered(edits, memory).filter { $0.old != $0.new }
    usage = memory.current.value
    cache = memory.stat.value.flatMap { ReclaimableMemory($0)?.cache }
    let newMax = self.edits.first { $0.setting == .max }.flatMap { Self.size($0.new) }
    excess =
      newMax.flatMap { limit in
        memory.current.value.map { $0 - Swift.min($0, limit) }
      } ?? 0
    childrenAbove = tree.descendants(of: number).compactMap { child in
      guard let newMax, let limit = tree.groups[child].memory.max.value?.bytes, limit > newMax
      else { return nil }
      return Child(path: tree.groups[child].path, limit: limit)
    }
  }

  private init(reversing plan: CgroupPlan, _ edits: [CgroupEdit]) {
    path = plan.path
    version = plan.version
    identity = plan.identity
    self.edits = edits.reversed().map(\.reversed)
    usage = nil
    excess = 0
    cache = nil
    childrenAbove = []
  }

  /// The plan that takes back what was written of this one.
  public func reversed(_ done: [CgroupEdit]) -> CgroupPlan { CgroupPlan(reversing: self, done) }

  /// What a setting of a group is.
  ///
  /// Throws: why it cannot be changed.
  public static func value(
    _ setting: CgroupSetting, of memory: CgroupMemory
  ) throws(LimitText.Problem) -> CgroupSetting.Value {
    guard let file = setting.file(memory.version) else {
      let version = memory.version == .v1 ? "1" : "2"
      throw LimitText.Problem("\(setting.option): cgroup version \(version) has no such setting")
    }
    switch setting.value(of: memory) {
    case .value(let value): return value
    case .absent:
      throw LimitText.Problem(
        "\(setting.option): \(file): the group has no such file: it is the root group, "
          + "memory is not accounted for in it, or the kernel is too old")
    case .denied: throw LimitText.Problem("\(setting.option): \(file): it may not be read")
    case .failed(let code):
      throw LimitText.Problem("\(setting.option): \(file): \(ErrnoText.describe(code))")
    case .malformed(let text): throw LimitText.Problem("\(setting.option): \(file): \(text)")
    }
  }

  private static func size(_ value: CgroupSetting.Value) -> UInt64? {
    if case .limit(let limit) = value { return limit.bytes }
    return nil
  }

  /// v1 refuses a limit of memory above that of memory and swap.
  private static func checkBoth(
    _ edits: [CgroupEdit], _ memory: CgroupMemory
  ) throws(LimitText.Problem) {
    guard let both = memory.memoryAndSwapMax.value, let max = memory.max.value else { return }
    func after(_ setting: CgroupSetting, _ now: CgroupLimit) -> UInt64 {
      guard let edit = edits.first(where: { $0.setting == setting }) else {
        return now.bytes ?? .max
      }
      return size(edit.new) ?? .max
    }
    let (newMax, newBoth) = (after(.max, max), after(.swapMax, both))
    guard newMax > newBoth else { return }
    throw LimitText.Problem(
      "the limit of memory and swap (memory.memsw.limit_in_bytes) would be \(newBoth), below that "
        + "of memory alone: give --max and --swap-max so that the first is not the larger one")
  }

  /// v1's two limits: at no time may that of memory be the larger one.
  private static func ordered(_ edits: [CgroupEdit], _ memory: CgroupMemory) -> [CgroupEdit] {
    guard let both = memory.memoryAndSwapMax.value,
      let max = edits.firstIndex(where: { $0.setting == .max }),
      let swap = edits.firstIndex(where: { $0.setting == .swapMax }),
      (size(edits[max].new) ?? .max) > (both.bytes ?? .max) ? swap > max : max > swap
    else { return edits }
    var edits = edits
    edits.swapAt(max, swap)
    return edits
  }
}
