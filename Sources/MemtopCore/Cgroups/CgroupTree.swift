import LinuxKernel

/// The groups of the hierarchy that accounts for memory, read at one instant.
public struct CgroupTree: Sendable {
  /// One group.
  public struct Group: Sendable {
    /// As `/proc/PID/cgroup` names it: any bytes but a line end.
    public let path: [UInt8]
    /// The group above in `groups`; nil for the outermost one that is seen.
    public var parent: Int? { _parent.wrappedValue }
    private let _parent: Compact<Int>
    /// 0 for the outermost one that is seen.
    public let depth: Int
    public internal(set) var memory: CgroupMemory
    /// Processes in the group and all below it that were read.
    @PackedReading public internal(set) var processes: Reading<Int>
    /// How much more can be charged before the kernel kills for this group. Unit: bytes. Nil without
    /// a limit, and where it cannot be told.
    @Compact public internal(set) var headroom: UInt64?
    /// The group on its way up, itself included, whose limit is reached first; nil where there is no
    /// limit, and where it cannot be told.
    @Compact public internal(set) var binding: Int?
    /// What its processes can still put in swap. Unit: bytes.
    var swapLeft: UInt64 = 0
    /// Since the reading before; nil without one. Unit: bytes a minute.
    @Compact public internal(set) var growth: Int64?
    /// Since the reading before; nil without one. Unit: pages a second.
    @Compact public internal(set) var refaultRate: Double?

    init(path: [UInt8], parent: Int?, depth: Int, memory: CgroupMemory) {
      self.path = path
      _parent = Compact(wrappedValue: parent)
      self.depth = depth
      self.memory = memory
      processes = memory.processes
    }
  }

  /// Why there is no tree.
  public enum Failure: Error, Equatable, Sendable {
    /// No hierarchy that accounts for memory is mounted.
    case noHierarchy
    /// No such group is seen there.
    case noGroup(String)
    case unreadable(KernelError)
  }

  public let mount: CgroupMount
  /// Whether the outermost group that is seen is the host's. It is not inside a container.
  public let isWhole: Bool
  /// The group that memtop itself is in, as `/proc/self/cgroup` names it; nil where that is not told.
  public let own: [UInt8]?
  /// Parents before what is below them, names in the order of their bytes. With a group asked for,
  /// those above it come first.
  public private(set) var groups: [Group] = []
  /// The group asked for and those below it.
  public private(set) var subtree: Range<Int> = 0..<0
  /// What could not be read although it is there.
  public private(set) var failures: [KernelError] = []
  /// Unit: nanoseconds since boot.
  public internal(set) var readAt: UInt64
  /// When the groups were listed; the numbers of two trees that have it alike mean the same groups. Unit:
  /// nanoseconds since boot.
  public let listedAt: UInt64
  /// Swap that the host has left. Unit: bytes. Nil where it is not told.
  var swapFree: UInt64?
  private var swappiness: Int32?

  /// Reads the tree, or the part of it below a group.
  ///
  /// - Parameters:
  ///   - path: as `/proc/PID/cgroup` names it.
  ///   - files: what is read of each; whoever only looks for a group needs none.
  ///
  /// Throws: where there is no such hierarchy or group.
  public init(
    _ root: KernelRoot, below path: String? = nil, files: CgroupFiles = .all
  ) throws(Failure) {
    var none = EarlierGroups(nil)
    try self.init(root, below: path, files: files, &none)
    findBinding(groups.indices)
  }

  /// Lists the groups, and reads some of their files.
  ///
  /// - Parameter earlier: what was read of them earlier moves over, and stays where it is not read now.
  init(
    _ root: KernelRoot, below path: String?, files: CgroupFiles, _ earlier: inout EarlierGroups
  ) throws(Failure) {
    var buffer = ReadBuffer()
    mount = try Self.mount(root, &buffer)
    readAt = KernelClock.monotonic()
    listedAt = readAt
    own = root.value(of: "proc/self/cgroup", &buffer) { ProcessCgroup.name($0) }
    let top: CgroupDirectory
    do throws(KernelError) {
      top = try CgroupDirectory(root, mount, below: [])
    } catch {
      throw .unreadable(error)
    }
    isWhole = mount.showsWholeHierarchy(top, isLive: root.isLive)
    var waiting: [(below: [UInt8], parent: Int?, above: [CgroupDirectory.Identity])] = []
    if let path {
      waiting = [try readPath(to: path, root, &buffer)]
    } else {
      waiting = [([], nil, [])]
    }
    let files = files.union(.processes)
    let start = groups.count
    groups.reserveCapacity(earlier.count)
    var statNames = NamedValues()
    while let next = waiting.popLast() {
      guard let directory = open(root, next.below),
        // A captured tree may hold links that lead in a circle.
        !next.above.contains(directory.identity), let names = names(directory)
      else { continue }
      var memory = CgroupMemory(directory, mount.version)
      earlier.move(to: &memory)
      guard memory.read(files, of: directory, &statNames, &buffer) else { continue }
      let number = append(next.below, next.parent, memory)
      let above = next.above + [directory.identity]
      for name in names.reversed() {
        // It becomes the group's path, of which there are thousands: no larger than it must be.
        var below: [UInt8] = []
        below.reserveCapacity(next.below.count + 1 + name.count)
        below += next.below
        below.append(0x2f)
        below += name
        waiting.append((below, number, above))
      }
    }
    if groups.count == start {
      if let error = failures.last { throw .unreadable(error) }
      throw .noGroup(path ?? "/")
    }
    subtree = start..<groups.count
    sumProcesses()
    readHost(root, &buffer)
  }

  /// Takes what of the host decides how much a group can still put in swap.
  mutating func readHost(_ root: KernelRoot, _ buffer: inout ReadBuffer) {
    swappiness = MemorySysctls(root, &buffer).swappiness
    swapFree = root.value(of: "proc/meminfo", &buffer) { MemInfo($0) }?[.swapFree]
  }

  /// Reads some files of a group anew; what is gone keeps its last numbers until the next listing.
  mutating func read(
    _ files: CgroupFiles, of number: Int, _ root: KernelRoot, _ shown: inout ShownGroups,
    _ buffer: inout ReadBuffer
  ) {
    let below = mount.below(of: groups[number].path)
    let group = shown.group(groups[number].memory.identity) {
      try? CgroupDirectory(root, mount, below: below)
    }
    if let group { groups[number].memory.read(files, of: group, &buffer) }
  }

  /// The same of all groups, through descriptors that stay open.
  mutating func readAll(
    _ files: CgroupFiles, _ root: KernelRoot, _ kept: inout KeptGroupFiles,
    _ buffer: inout ReadBuffer
  ) {
    let mount = mount
    for number in groups.indices {
      let path = groups[number].path
      kept.read(files, of: number, &groups[number].memory, &buffer) {
        try? CgroupDirectory(root, mount, below: mount.below(of: path))
      }
    }
  }

  /// The memory controller's own hierarchy, else the unified one.
  static func mount(
    _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) throws(Failure) -> CgroupMount {
    guard let mount = CgroupMount.list(root, &buffer).first(where: { root.hasFolder($0.directory) })
    else { throw .noHierarchy }
    return mount
  }

  /// Opens a group; one that is gone has vanished without noise.
  private mutating func open(_ root: KernelRoot, _ below: [UInt8]) -> CgroupDirectory? {
    do throws(KernelError) {
      return try CgroupDirectory(root, mount, below: below)
    } catch {
      note(error)
      return nil
    }
  }

  private mutating func names(_ directory: CgroupDirectory) -> [[UInt8]]? {
    do throws(KernelError) {
      return try directory.subgroups()
    } catch {
      note(error)
      return []
    }
  }

  private mutating func note(_ error: KernelError) {
    if !error.isGone { failures.append(error) }
  }

  /// Reads the groups above one that was asked for, the outermost first.
  private mutating func readPath(
    to path: String, _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) throws(Failure) -> (below: [UInt8], parent: Int?, above: [CgroupDirectory.Identity]) {
    guard let directory = mount.directory(of: path) else { throw .noGroup(path) }
    let below = Array(directory.utf8.dropFirst(mount.directory.utf8.count))
    var parent: Int?
    for end in below.indices where below[end] == 0x2f {
      guard let directory = open(root, Array(below[..<end])),
        let memory = CgroupMemory(directory, mount.version, &buffer)
      else { throw .noGroup(path) }
      parent = append(Array(below[..<end]), parent, memory)
    }
    return (below, parent, [])
  }

  private mutating func append(_ below: [UInt8], _ parent: Int?, _ memory: CgroupMemory) -> Int {
    groups.append(
      Group(
        path: mount.name(of: below), parent: parent,
        depth: parent.map { groups[$0].depth + 1 } ?? 0, memory: memory))
    return groups.count - 1
  }

  /// Of a group that does not tell its processes (one of threads) those below count.
  private mutating func sumProcesses() {
    for number in groups.indices.reversed() {
      guard let parent = groups[number].parent else { continue }
      switch (groups[parent].processes, groups[number].processes) {
      case (.value(let sum), .value(let more)): groups[parent].processes = .value(sum + more)
      case (.absent, .value(let more)): groups[parent].processes = .value(more)
      case (_, .absent), (.denied, _), (.failed, _), (.malformed, _): break
      case (_, let missing): groups[parent].processes = missing
      }
    }
  }

  /// Finds which limit binds for some groups.
  ///
  /// - Parameter numbers: parents before what is below them, and none without its parent.
  mutating func findBinding(_ numbers: some Sequence<Int>) {
    for number in numbers {
      var above = swapFree ?? 0
      if let parent = groups[number].parent { above = groups[parent].swapLeft }
      let memory = GroupMemory(groups[number].memory)
      let left = memory?.swapLeft(of: above, swappiness: swappiness) ?? above
      groups[number].swapLeft = left
      groups[number].headroom = memory?.headroom(swap: left)
      groups[number].binding = nearestLimit(number)
    }
  }

  private func nearestLimit(_ group: Int) -> Int? {
    let (limits, numbers) = limits(above: group)
    return limits.binding.flatMap { limits.levels.firstIndex(of: $0) }.map { numbers[$0] }
  }

  /// The limits that hold for a group on its way up, its own first.
  public func pathLimits(_ group: Int) -> CgroupPathLimits { limits(above: group).limits }

  private func limits(above group: Int) -> (limits: CgroupPathLimits, numbers: [Int]) {
    var numbers: [Int] = []
    var levels: [CgroupPathLimits.Level] = []
    var next: Int? = group
    while let number = next {
      if let memory = GroupMemory(groups[number].memory) {
        if let below = levels.last, !below.memory.isCounted(in: memory) { break }
        numbers.append(number)
        levels.append(
          CgroupPathLimits.Level(
            group: String(decoding: groups[number].path, as: UTF8.self), memory: memory,
            swapLeft: groups[number].swapLeft))
      }
      next = groups[number].parent
    }
    return (CgroupPathLimits(levels), numbers)
  }

  /// The groups below a group, at all depths: they follow it.
  public func descendants(of group: Int) -> Range<Int> {
    let depth = groups[group].depth
    let end = groups[(group + 1)...].firstIndex { $0.depth <= depth } ?? groups.count
    return group + 1..<end
  }

  /// The number of a group; nil where it is not in the tree any more.
  public func number(of identity: CgroupDirectory.Identity) -> Int? {
    groups.firstIndex { $0.memory.identity == identity }
  }

  /// The nearest limit of the groups above one. Unit: bytes. Nil without one.
  public func limitAbove(_ group: Int) -> UInt64? {
    var next = groups[group].parent
    while let number = next {
      if let limit = groups[number].memory.max.value?.bytes { return limit }
      next = groups[number].parent
    }
    return nil
  }

  func past(of group: Int) -> CgroupPast { CgroupPast(groups[group].memory, at: readAt) }

  /// Takes what changed since an earlier reading; a group that was made anew since has no change.
  public mutating func compare(with earlier: CgroupTree) {
    var before: [CgroupDirectory.Identity: CgroupPast] = [:]
    for (number, group) in earlier.groups.enumerated() {
      before[group.memory.identity] = earlier.past(of: number)
    }
    for number in groups.indices {
      compare(number, with: before[groups[number].memory.identity] ?? .none)
    }
  }

  /// Takes what changed in a group since an earlier reading.
  mutating func compare(_ number: Int, with past: CgroupPast) {
    guard past.at > 0, readAt > past.at else { return }
    let seconds = Double(readAt - past.at) / 1e9
    if let current = groups[number].memory.current.value, let was = past.current {
      let change = Double(Int64(clamping: current)) - Double(Int64(clamping: was))
      groups[number].growth = Int64(exactly: (change / seconds * 60).rounded())
    }
    if let was = past.refaults, let refaults = groups[number].memory.refaults.value,
      refaults >= was
    {
      groups[number].refaultRate = Double(refaults - was) / seconds
    }
  }
}

/// What a later reading of a group is compared with.
struct CgroupPast: Sendable {
  /// 0 where there is none. Unit: nanoseconds since boot.
  let at: UInt64
  /// Unit: bytes.
  @Compact private(set) var current: UInt64?
  /// Unit: pages.
  @Compact private(set) var refaults: UInt64?

  static let none = CgroupPast(at: 0)

  private init(at: UInt64) { self.at = at }

  init(_ memory: CgroupMemory, at: UInt64) {
    self.at = at
    current = memory.current.value
    refaults = memory.refaults.value
  }
}
