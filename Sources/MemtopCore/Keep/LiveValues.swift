import LinuxKernel

/// What a group and a process have now, as far as their unit's files would give something else.
public struct LiveValues {
  private let files: UnitFiles
  /// Of the host. Unit: bytes.
  private let memTotal: UInt64?
  private let pageSize: UInt64

  public init(_ files: UnitFiles, memTotal: UInt64?, pageSize: UInt64) {
    self.files = files
    self.memTotal = memTotal
    self.pageSize = pageSize
  }

  /// What is to be kept so that the next start gives what is now.
  ///
  /// - Parameters:
  ///   - memory: of the unit's own group; nil where it has none.
  ///   - adj: of the process asked for; nil where none was.
  ///
  /// Throws: where something is set and may not be read.
  public func wishes(_ memory: CgroupMemory?, adj: Int32?) throws(KeepRefusal) -> [KeepPlan.Wish] {
    try Self.values(memory, adj: adj).filter { setting, now in
      setting.objection(of: files.unit) == nil && now != configured(setting)
    }
  }

  /// What is set where no file says anything: all that is not as it is without being set.
  ///
  /// Throws: where something is set and may not be read.
  public static func wishes(
    _ memory: CgroupMemory?, adj: Int32?
  ) throws(KeepRefusal) -> [KeepPlan.Wish] {
    try values(memory, adj: adj).filter { setting, now in now != setting.standard }
  }

  private static func values(
    _ memory: CgroupMemory?, adj: Int32?
  ) throws(KeepRefusal) -> [KeepPlan.Wish] {
    var values: [KeepPlan.Wish] = []
    if let adj { values.append((.oomScoreAdj, .adj(adj))) }
    guard let memory else { return values }
    for setting in KeptSetting.allCases {
      if let now = try value(setting, memory) { values.append((setting, now)) }
    }
    return values
  }

  /// What the files give at the next start.
  private func configured(_ setting: KeptSetting) -> KeptSetting.Value? {
    files.configured(setting).flatMap {
      setting.value($0, memTotal: memTotal, pageSize: pageSize)
    } ?? setting.standard
  }

  private static func value(
    _ setting: KeptSetting, _ memory: CgroupMemory
  ) throws(KeepRefusal) -> KeptSetting.Value? {
    guard let group = setting.ofGroup, let file = group.file(memory.version),
      // v1's limit is of memory and swap together, and systemd sets only the limit of memory there.
      memory.version == .v2 || group == .max
    else { return nil }
    switch group.value(of: memory) {
    case .value(.limit(let limit)): return .limit(limit)
    case .value(.flag), .absent: return nil
    case .denied: throw KeepRefusal("\(file) may not be read")
    case .failed(let code): throw KeepRefusal("\(file): \(ErrnoText.describe(code))")
    case .malformed(let text): throw KeepRefusal("\(file): \(text)")
    }
  }
}
