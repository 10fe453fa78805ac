import LinuxKernel

/// One thing that a unit's file keeps.
public enum KeptSetting: String, CaseIterable, Sendable {
  case oomScoreAdj, max, high, low, min, swapMax, oomPolicy

  /// What systemd does to the rest of a service when the kernel killed one of its processes.
  public enum Policy: String, CaseIterable, Sendable {
    case `continue`, stop, kill
  }

  public enum Value: Sendable, Equatable {
    case adj(Int32)
    case limit(CgroupLimit)
    case policy(Policy)

    /// As systemd takes it.
    public var text: String {
      switch self {
      case .adj(let adj): String(adj)
      case .limit(let limit): limit.bytes.map(String.init) ?? "infinity"
      case .policy(let policy): policy.rawValue
      }
    }

    /// For people.
    public var word: String {
      if case .limit(.bytes(let size)) = self { return "\(Quantity.bytes(size)) (\(size))" }
      return text
    }
  }

  private typealias Row = (key: String, option: String, since: Int)

  /// Source: `systemd.resource-control(5)`, `systemd.exec(5)`, `systemd.service(5)`.
  private static let rows: [KeptSetting: Row] = [
    .oomScoreAdj: ("OOMScoreAdjust", "--oom-score-adj", 0),
    .max: ("MemoryMax", "--max", 231),
    .high: ("MemoryHigh", "--high", 231),
    .low: ("MemoryLow", "--low", 231),
    .min: ("MemoryMin", "--min", 240),
    .swapMax: ("MemorySwapMax", "--swap-max", 232),
    .oomPolicy: ("OOMPolicy", "--oom-policy", 243),
  ]

  private var row: Row { Self.rows[self] ?? (rawValue, "--" + rawValue, 0) }

  /// The word before the `=`.
  public var key: String { row.key }
  /// The option that sets it.
  public var option: String { row.option }
  /// The first systemd that knows it; older ones say so in the log and go on.
  public var since: Int { row.since }

  /// What is set in the kernel for the group; nil for what is not the group's.
  public var ofGroup: CgroupSetting? {
    switch self {
    case .max: .max
    case .high: .high
    case .low: .low
    case .min: .min
    case .swapMax: .swapMax
    case .oomScoreAdj, .oomPolicy: nil
    }
  }

  /// What a change of a group is to systemd, `MemoryMax=4096`; nil for what it does not set.
  public static func property(_ edit: CgroupEdit, _ version: CgroupMount.Version) -> String? {
    // Of v1 it sets the limit of memory alone.
    guard case .limit(let limit) = edit.new, version == .v2 || edit.setting == .max,
      let setting = allCases.first(where: { $0.ofGroup == edit.setting })
    else { return nil }
    return setting.key + "=" + Value.limit(limit).text
  }

  /// What holds where no file says anything.
  public var standard: Value? {
    switch self {
    case .oomScoreAdj: .adj(0)
    case .max, .high, .swapMax: .limit(.none)
    case .low, .min: .limit(.bytes(0))
    case .oomPolicy: nil
    }
  }

  /// Why a kind of unit cannot have it; nil where it can.
  func objection(of unit: UnitName) -> String? {
    switch (unit.kind, self) {
    case (.service, _): nil
    case (.socket, .oomPolicy), (.mount, .oomPolicy), (.swap, .oomPolicy), (.slice, .oomPolicy):
      "\(key)= is for services"
    case (.slice, .oomScoreAdj): "a slice starts no program: \(key)= is for the services in it"
    case (.socket, _), (.mount, _), (.swap, _), (.slice, _): nil
    case (.scope, _): "a scope has no file"
    case (.automount, _), (.device, _), (.path, _), (.target, _), (.timer, _):
      "a \(unit.kind.rawValue) has no processes: its service has"
    }
  }

  /// The value that a file's text means; nil where systemd would not take it.
  func value(_ text: String, memTotal: UInt64?, pageSize: UInt64) -> Value? {
    switch self {
    case .oomScoreAdj:
      Int32(text).flatMap { OOMScoreAdj.range.contains($0) ? .adj($0) : nil }
    case .oomPolicy: Policy(rawValue: text).map(Value.policy)
    case .max, .high, .low, .min, .swapMax:
      text == "infinity"
        ? .limit(.none)
        : (try? LimitText(text).limit(now: .none, whole: memTotal, pageSize: pageSize))
          .map(Value.limit)
    }
  }
}
