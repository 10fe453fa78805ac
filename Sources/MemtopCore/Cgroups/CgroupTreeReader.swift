import LinuxKernel

/// What is wanted of groups: files, and whether those of the groups on their way up as well.
public struct CgroupNeeds: Sendable, Equatable {
  public var files: CgroupFiles
  var readsPath: Bool
  /// Whether two readings are compared.
  public var needsHistory: Bool

  public init(files: CgroupFiles = [], readsPath: Bool = false, needsHistory: Bool = false) {
    self.files = files
    self.readsPath = readsPath
    self.needsHistory = needsHistory
  }

  /// What fields are read from.
  public init(_ fields: [CgroupField]) {
    files = fields.reduce([]) { $0.union($1.files) }
    readsPath = fields.contains { $0.readsPath }
    needsHistory = fields.contains { $0.needsHistory }
  }

  public static let all = CgroupNeeds(files: .all, readsPath: true, needsHistory: true)
}

/// Keeps a tree up to date: lists its groups as often as their number allows, and reads of each only
/// what is asked for.
public struct CgroupTreeReader: ~Copyable {
  /// Unit: nanoseconds since boot.
  private var listDueAt: UInt64 = 0
  /// Of each group of the tree, its reading before.
  private var past: [CgroupPast] = []
  /// Which files of all groups are as new as the tree.
  private var everywhere: CgroupFiles = []
  /// The same of those groups that are shown.
  private var fresh: [Int: CgroupFiles] = [:]
  /// Whether all groups are compared with their last reading; else those are that are shown.
  private var comparesAll = false

  /// What is read of every group again and again.
  private var kept = KeptGroupFiles()
  /// The listing whose groups are numbered there.
  private var keptOf: UInt64 = 0
  /// What processes may keep open; nil before it is asked for.
  private var ofProcesses: KeptDescriptorLimit?
  private var shown = ShownGroups()

  /// How many times as long as a listing took passes before the next.
  private static let rest: UInt64 = 30

  public init() {}

  /// Takes the tree anew, with what sorts and narrows it of every group.
  ///
  /// - Parameters:
  ///   - tree: of the last time; nil for none.
  ///   - processes: how many there are, whose files are kept open too.
  ///
  /// Throws: why there is none.
  ///   - swapFree: of the host, in bytes; nil where it is not told.
  public mutating func read(
    _ tree: inout CgroupTree?, _ needs: CgroupNeeds, _ root: KernelRoot, processes: Int,
    swapFree: UInt64?
  ) throws(CgroupTree.Failure) {
    let start = KernelClock.monotonic()
    remember(tree)
    let files = needs.readsPath ? needs.files.union(.limits) : needs.files
    var buffer = ReadBuffer()
    let own = ofProcesses ?? KeptDescriptorLimit.own(root)
    ofProcesses = own
    var limit = KeptDescriptorLimit.ofGroups(own, processes: processes)
    limit.descriptors -= shown.begin(within: limit.descriptors)
    if tree == nil || start >= listDueAt {
      var earlier = EarlierGroups(tree)
      tree = nil
      tree = try list(&earlier, files, root)
      let end = KernelClock.monotonic()
      listDueAt = end + (end - start) * Self.rest
    } else {
      tree?.readAt = start
      tree?.swapFree = swapFree
      if !files.isEmpty {
        if let tree, tree.listedAt != keptOf {
          kept.number(tree.groups.lazy.map(\.memory.identity))
          keptOf = tree.listedAt
        }
        kept.stay(within: limit)
        tree?.readAll(files, root, &kept, &buffer)
      }
    }
    guard let count = tree?.groups.count else { return }
    if files.isEmpty, keptOf != 0 {
      kept.number([])
      keptOf = 0
    }
    fresh = [:]
    comparesAll = needs.needsHistory
    if comparesAll {
      for number in 0..<count { tree?.compare(number, with: past[number]) }
    }
    if needs.readsPath { tree?.findBinding(0..<count) }
    everywhere = files
  }

  private mutating func list(
    _ earlier: inout EarlierGroups, _ files: CgroupFiles, _ root: KernelRoot
  ) throws(CgroupTree.Failure) -> CgroupTree {
    let tree = try CgroupTree(root, below: nil, files: files, &earlier)
    let old = past
    past = tree.groups.map { group in
      earlier.number(of: group.memory.identity).map { old[$0] } ?? .none
    }
    return tree
  }

  /// What was read of the last tree is what the next reading is compared with.
  private mutating func remember(_ tree: CgroupTree?) {
    guard let tree, tree.groups.count == past.count else {
      // Another reader's, or none: nothing is known of its groups.
      past = Array(repeating: .none, count: tree?.groups.count ?? 0)
      return
    }
    if comparesAll {
      for number in past.indices { past[number] = tree.past(of: number) }
    } else {
      for number in fresh.keys { past[number] = tree.past(of: number) }
    }
  }

  /// Reads what some groups still lack, with the groups above them where that is asked for.
  public mutating func complete(
    _ tree: inout CgroupTree, _ numbers: [Int], _ needs: CgroupNeeds, _ root: KernelRoot
  ) {
    var buffer = ReadBuffer()
    var path: Set<Int> = []
    for number in numbers where tree.groups.indices.contains(number) {
      read(needs.files, of: number, &tree, root, &buffer)
      guard needs.readsPath else { continue }
      var next: Int? = number
      while let group = next, path.insert(group).inserted { next = tree.groups[group].parent }
    }
    let upwards = path.sorted()
    for number in upwards { read(.limits, of: number, &tree, root, &buffer) }
    tree.findBinding(upwards)
  }

  private mutating func read(
    _ files: CgroupFiles, of number: Int, _ tree: inout CgroupTree, _ root: KernelRoot,
    _ buffer: inout ReadBuffer
  ) {
    // Processes come with the listing, where those below are counted.
    let known = everywhere.union(fresh[number] ?? []).union(.processes)
    let missing = files.subtracting(known)
    if !missing.isEmpty { tree.read(missing, of: number, root, &shown, &buffer) }
    fresh[number, default: []].formUnion(missing)
    if !comparesAll { tree.compare(number, with: past[number]) }
  }
}

extension CgroupTree.Failure {
  /// In words, for people; the path is not made visible yet.
  public var message: String {
    switch self {
    case .noHierarchy: "no hierarchy that accounts for memory is mounted"
    case .noGroup(let path): "\(path): there is no such group"
    case .unreadable(let failure): failure.text
    }
  }
}
