import LinuxKernel

/// Which processes are shown, and in which order.
public struct ListOptions: Sendable, Equatable {
  public var sort: Field
  public var isDescending: Bool
  public var filter: Filter = .none
  public var showsKernelThreads = false
  /// Only this user's processes.
  public var user: UInt32?
  /// Children below their parents.
  public var isTree = false
  /// Subtrees that show only their root.
  public var collapsed: Set<ProcessID> = []
  /// Processes that have something in common below a line of their own, in place of the tree.
  public var grouping: ProcessGrouping?
  /// Groups that show their members.
  public var openGroups: Set<String?> = []

  public init(sort: Field = .oomScore, isDescending: Bool? = nil) {
    self.sort = sort
    self.isDescending = isDescending ?? sort.sortsDescending
  }
}

/// The processes in the order they are shown; storage is used again from sample to sample.
public struct ProcessList: Sendable {
  /// Row numbers of the model's process table. A line that stands for no process has a number below zero.
  public private(set) var rows: [Int32] = []
  /// What the lines without a process stand for; empty where nothing is put together.
  public private(set) var groups: [ProcessGroup] = []
  /// How deep each row stands in the tree; empty when there is none.
  public private(set) var tree: [TreePlace] = []
  private var keys: [Key] = []
  private var texts: [String] = []

  /// A row's place in the tree.
  public struct TreePlace: Sendable, Equatable {
    public var depth: Int32
    /// Rows below it that belong to its subtree, hidden ones not among them.
    public var descendants: Int32
    public var isLastChild: Bool
    public var hasChildren: Bool
  }

  /// A row and what it is compared by; a row without a value comes last in both directions.
  private struct Key {
    var row: Int32
    var hasValue: Bool
    var value: Int64
    var tie: Int64
  }

  public init() {}

  /// Orders the model's processes anew. Ties keep ascending pid; `oomScore` breaks them by RSS first.
  /// In the tree a process counts with its subtree where the field has sums, as it is shown.
  public mutating func update(_ model: borrowing Model, _ options: ListOptions) {
    keys.removeAll(keepingCapacity: true)
    let sort = options.sort
    let isText = sort.kind.isText
    if isText { texts = Array(repeating: "", count: model.processes.rows.count) }
    let breaksByRSS = sort == .oomScore
    let sums =
      options.isTree && options.grouping == nil && sort.isSummable ? SubtreeSums(model, sort) : nil
    for row in model.processes.rows.indices where Self.isShown(model, row, options) {
      let value = sums?[row] ?? sort.value(model, row)
      var key = Key(row: Int32(row), hasValue: true, value: 0, tie: 0)
      if isText {
        if case .text(let text) = value { texts[row] = text } else { key.hasValue = false }
      } else if let order = value.order {
        key.value = order
      } else {
        key.hasValue = false
      }
      if breaksByRSS { key.tie = Int64(clamping: model.processes.rows[row].rss ?? 0) }
      keys.append(key)
    }
    order(isText: isText, descending: options.isDescending)
    rows.removeAll(keepingCapacity: true)
    tree.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    if let grouping = options.grouping {
      let builder = GroupBuilder(model, keys.map(\.row), options, grouping)
      rows = builder.rows
      tree = builder.places
      groups = builder.groups
    } else if options.isTree {
      var builder = TreeBuilder(model, keys.map(\.row), collapsed: options.collapsed)
      builder.build()
      rows = builder.rows
      tree = builder.places
    } else {
      for key in keys { rows.append(key.row) }
    }
    if isText { texts.removeAll(keepingCapacity: true) }
  }

  private mutating func order(isText: Bool, descending: Bool) {
    if isText {
      let texts = texts
      keys.sort { a, b in
        if a.hasValue != b.hasValue { return a.hasValue }
        let x = texts[Int(a.row)]
        let y = texts[Int(b.row)]
        if x != y { return descending ? x > y : x < y }
        return a.row < b.row
      }
    } else {
      keys.sort { a, b in
        if a.hasValue != b.hasValue { return a.hasValue }
        if a.value != b.value { return descending ? a.value > b.value : a.value < b.value }
        if a.tie != b.tie { return descending ? a.tie > b.tie : a.tie < b.tie }
        return a.row < b.row
      }
    }
  }

  private static func isShown(_ model: borrowing Model, _ row: Int, _ options: ListOptions) -> Bool
  {
    let process = model.processes.rows[row]
    if !options.showsKernelThreads, process.isKernelThread { return false }
    if let user = options.user, process.uid != user { return false }
    return options.filter.isEmpty || options.filter.matches(model, row)
  }

  /// What stands for a group's own line among the rows.
  static func heading(_ number: Int) -> Int32 { -1 - Int32(number) }

  /// The row of the process table that a line stands for; nil where it stands for none.
  public func row(atLine line: Int) -> Int? {
    guard rows.indices.contains(line), rows[line] >= 0 else { return nil }
    return Int(rows[line])
  }

  /// The number of the group whose own line it is; nil where it is a process's.
  public func group(atLine line: Int) -> Int? {
    guard rows.indices.contains(line), rows[line] < 0 else { return nil }
    return Int(-1 - rows[line])
  }

  /// Where a group's own line stands.
  public func line(ofGroup name: String?) -> Int? {
    groups.firstIndex { $0.name == name }.flatMap { rows.firstIndex(of: Self.heading($0)) }
  }

  /// How many processes it holds, those of closed groups too.
  public var processCount: Int {
    groups.isEmpty ? rows.count : groups.reduce(0) { $0 + $1.members.count }
  }

  /// Where a process stands in the list.
  public func position(of id: ProcessID, in model: borrowing Model) -> Int? {
    guard let row = model.processes.index(of: id) else { return nil }
    return rows.firstIndex(of: Int32(row))
  }
}
