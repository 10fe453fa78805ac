import LinuxKernel

/// One quantity of a cgroup, declared once: column, sort, filter word, JSON key and
/// `docs/cgroups.md` come from its row in `all`.
public struct CgroupField: TableField {
  public let id: String
  public let aliases: [String]
  public let title: String
  public let kind: FieldKind
  /// What must be read of the group.
  public let files: CgroupFiles
  /// The groups on its way up must be read for it too.
  let readsPath: Bool
  /// Needs a reading before this one.
  public let needsHistory: Bool
  public let help: String
  /// The files of v2 and of v1 that it comes from, or how it is derived.
  public let source: String
  private let read: @Sendable (CgroupTree, CgroupTree.Group) -> FieldValue

  init(
    _ id: String, _ aliases: [String] = [], title: String, kind: FieldKind,
    files: CgroupFiles = [], readsPath: Bool = false, needsHistory: Bool = false, help: String,
    source: String,
    read: @escaping @Sendable (CgroupTree, CgroupTree.Group) -> FieldValue
  ) {
    self.id = id
    self.aliases = aliases
    self.title = title
    self.kind = kind
    self.files = files
    self.readsPath = readsPath
    self.needsHistory = needsHistory
    self.help = help
    self.source = source
    self.read = read
  }

  /// A size that one file tells.
  static func size(
    _ id: String, _ aliases: [String] = [], title: String, files: CgroupFiles, help: String,
    source: String,
    size: @escaping @Sendable (CgroupMemory) -> Reading<UInt64>
  ) -> CgroupField {
    CgroupField(
      id, aliases, title: title, kind: .bytes, files: files, help: help, source: source
    ) { _, group in
      FieldValue(size(group.memory)) { .bytes($0) }
    }
  }

  /// A limit.
  static func limit(
    _ id: String, _ aliases: [String] = [], title: String, files: CgroupFiles, help: String,
    source: String,
    limit: @escaping @Sendable (CgroupMemory) -> Reading<CgroupLimit>
  ) -> CgroupField {
    CgroupField(
      id, aliases, title: title, kind: .bytes, files: files, help: help, source: source
    ) { _, group in
      FieldValue(limit(group.memory)) { $0.bytes.map(FieldValue.bytes) ?? .unlimited }
    }
  }

  /// A count.
  static func count(
    _ id: String, _ aliases: [String] = [], title: String, files: CgroupFiles, help: String,
    source: String,
    count: @escaping @Sendable (CgroupMemory) -> Reading<UInt64>
  ) -> CgroupField {
    CgroupField(
      id, aliases, title: title, kind: .number, files: files, help: help, source: source
    ) { _, group in
      FieldValue(count(group.memory)) { .number(Int64(clamping: $0)) }
    }
  }

  /// A share of time in which tasks were stalled.
  static func stalled(
    _ id: String, title: String, help: String, source: String,
    pressure: @escaping @Sendable (MemoryPressure) -> MemoryPressure.Line?
  ) -> CgroupField {
    CgroupField(
      id, title: title, kind: .percent, files: .pressure, help: help, source: source
    ) { _, group in
      FieldValue(group.memory.pressure) { reading in
        pressure(reading).map { .percent($0.avg10) } ?? .absent
      }
    }
  }

  /// The direction a first sort by this field takes.
  public var sortsDescending: Bool { !kind.isText }

  /// The value for a group of the tree.
  public func value(_ tree: CgroupTree, _ group: Int) -> FieldValue {
    read(tree, tree.groups[group])
  }
}

extension FieldValue {
  /// What a reading holds; denied and failed stay so.
  init<T>(_ reading: Reading<T>, _ make: (T) -> FieldValue) {
    self =
      switch reading {
      case .value(let value): make(value)
      case .absent: .absent
      case .denied: .denied
      case .failed, .malformed: .failed
      }
  }
}
