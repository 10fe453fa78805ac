import LinuxKernel

/// One thing of a cgroup that can be changed, with its file in either version.
public enum CgroupSetting: String, CaseIterable, Sendable {
  case max, high, low, min
  /// Of v1 the limit of memory and swap together.
  case swapMax
  case oomGroup, oomKillDisable

  /// Nil where the version has no such thing.
  public func file(_ version: CgroupMount.Version) -> String? {
    let row = Self.files[self]
    return version == .v2 ? row?.v2 : row?.v1
  }

  private static let files: [CgroupSetting: (v2: String?, v1: String?)] = [
    .max: ("memory.max", "memory.limit_in_bytes"),
    .high: ("memory.high", "memory.soft_limit_in_bytes"),
    .low: ("memory.low", nil),
    .min: ("memory.min", nil),
    .swapMax: ("memory.swap.max", "memory.memsw.limit_in_bytes"),
    .oomGroup: ("memory.oom.group", nil),
    .oomKillDisable: (nil, "memory.oom_control"),
  ]

  /// The option that changes it.
  public var option: String {
    switch self {
    case .swapMax: "--swap-max"
    case .oomGroup: "--oom-group"
    case .oomKillDisable: "--oom-kill-disable"
    case .max, .high, .low, .min: "--" + rawValue
    }
  }

  /// Yes or no, and no size.
  public var isFlag: Bool { self == .oomGroup || self == .oomKillDisable }

  /// What is in force.
  public func value(of memory: CgroupMemory) -> Reading<Value> {
    switch self {
    case .max: memory.max.map(Value.limit)
    case .high: memory.high.map(Value.limit)
    case .low: memory.low.map(Value.limit)
    case .min: memory.min.map(Value.limit)
    case .swapMax:
      (memory.version == .v2 ? memory.swapMax : memory.memoryAndSwapMax).map(Value.limit)
    case .oomGroup: memory.oomGroup.map(Value.flag)
    case .oomKillDisable: memory.oomKillDisable.map(Value.flag)
    }
  }

  /// What a setting is, or is to be.
  public enum Value: Sendable, Equatable {
    case limit(CgroupLimit)
    case flag(Bool)

    /// What is written into the file. v1 takes -1 for no limit, and not `max`.
    public func text(_ version: CgroupMount.Version) -> String {
      switch self {
      case .limit(.bytes(let size)): String(size)
      case .limit(.none): version == .v2 ? "max" : "-1"
      case .flag(let isOn): isOn ? "1" : "0"
      }
    }

    /// For people and for the command that would put it back.
    public var word: String {
      switch self {
      case .limit(let limit): limit.bytes.map(String.init) ?? "max"
      case .flag(let isOn): isOn ? "yes" : "no"
      }
    }
  }
}

/// One change of a group.
public struct CgroupEdit: Sendable, Equatable {
  public let setting: CgroupSetting
  public let old: CgroupSetting.Value
  public let new: CgroupSetting.Value

  public init(_ setting: CgroupSetting, old: CgroupSetting.Value, new: CgroupSetting.Value) {
    self.setting = setting
    self.old = old
    self.new = new
  }

  /// The change that takes it back.
  public var reversed: CgroupEdit { CgroupEdit(setting, old: new, new: old) }

  /// The file that is written.
  public func file(_ version: CgroupMount.Version) -> String {
    setting.file(version) ?? setting.rawValue
  }

  /// What is in force after it: `memory.max is 1073741824`, and that it is another value than was written.
  public func line(
    _ readBack: Reading<CgroupSetting.Value>, _ version: CgroupMount.Version,
    _ text: (CgroupSetting.Value) -> String = \.word
  ) -> String {
    let now = readBack.value.map(text) ?? "not readable"
    let differs = readBack == .value(new) ? "" : ", not \(text(new)) as written"
    return "\(file(version)) is \(now)\(differs)"
  }
}
