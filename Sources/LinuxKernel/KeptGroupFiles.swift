import CLinux
import Glibc

/// Usage and statistics of cgroups, kept open from reading to reading: to open and close one costs more than to
/// read it.
///
/// A descriptor belongs to its group and not to the path. Of a group that was removed it reads ENODEV, whatever
/// was made under its name since.
public struct KeptGroupFiles: ~Copyable {
  /// What is kept; other files are read seldom.
  private static let kinds: CgroupFiles = [.current, .stat]
  /// What the kernel holds for one: the open file, its seq_file and a buffer of one page. Unit: bytes.
  private static let cost = 4500
  private static let none: Int32 = -1

  private struct Pair {
    let identity: CgroupDirectory.Identity
    var current = none
    var stat = none
    var count: Int { (current >= 0 ? 1 : 0) + (stat >= 0 ? 1 : 0) }
  }

  /// One for each group, in the order in which they are read: a group is found by its number, not sought.
  private var pairs: [Pair] = []
  private var count = 0
  private var most = 0
  /// Of the last `memory.stat`: most groups have the same ones.
  private var statNames = NamedValues()

  public init() {}

  deinit {
    for pair in pairs { Self.close(pair) }
  }

  /// Keeps no more than this from now on.
  public mutating func stay(within limit: KeptDescriptorLimit) {
    most = Swift.min(limit.descriptors, limit.kernelMemory / Self.cost)
    for number in pairs.indices where count > most { drop(number) }
  }

  /// Numbers the groups anew, and lets go of those that are not there any more.
  public mutating func number(_ groups: some Collection<CgroupDirectory.Identity>) {
    var open: [CgroupDirectory.Identity: Pair] = [:]
    for pair in pairs where pair.count > 0 { open[pair.identity] = pair }
    pairs = groups.map { open.removeValue(forKey: $0) ?? Pair(identity: $0) }
    for pair in open.values {
      Self.close(pair)
      count -= pair.count
    }
  }

  /// Reads some files of a group anew; opens those that are worth it, and keeps them while there is room.
  ///
  /// - Parameters:
  ///   - number: of the group, among those that were numbered.
  ///   - open: opens the group's directory; nil where it is gone.
  public mutating func read(
    _ files: CgroupFiles, of number: Int, _ memory: inout CgroupMemory, _ buffer: inout ReadBuffer,
    _ open: () -> CgroupDirectory?
  ) {
    if files.subtracting(Self.kinds).isEmpty, pairs[number].identity == memory.identity,
      reread(files, of: &memory, pairs[number], &buffer)
    {
      return
    }
    drop(number)
    guard let directory = open(), directory.identity == memory.identity else { return }
    memory.read(files, of: directory, &statNames, &buffer)
    pairs[number] = keep(files, of: directory, memory.version)
  }

  /// False where one of the files is not kept, or its group was removed.
  private mutating func reread(
    _ files: CgroupFiles, of memory: inout CgroupMemory, _ pair: Pair, _ buffer: inout ReadBuffer
  ) -> Bool {
    if files.contains(.current) {
      guard Self.read(pair.current, into: &buffer) else { return false }
      buffer.withBytes { memory.takeCurrent($0) }
    }
    if files.contains(.stat) {
      guard Self.read(pair.stat, into: &buffer) else { return false }
      buffer.withBytes { memory.takeStat($0, statNames) }
    }
    return true
  }

  private static func read(_ descriptor: Int32, into buffer: inout ReadBuffer) -> Bool {
    guard descriptor >= 0, case .bytes = KernelRoot.read(descriptor, into: &buffer) else {
      return false
    }
    return true
  }

  private mutating func keep(
    _ files: CgroupFiles, of directory: CgroupDirectory, _ version: CgroupMount.Version
  ) -> Pair {
    var pair = Pair(identity: directory.identity)
    if files.contains(.current) {
      let file = version == .v2 ? "memory.current" : "memory.usage_in_bytes"
      pair.current = open(file, of: directory)
    }
    if files.contains(.stat) { pair.stat = open("memory.stat", of: directory) }
    return pair
  }

  private mutating func open(_ file: String, of directory: CgroupDirectory) -> Int32 {
    guard count < most else { return Self.none }
    let descriptor = clinux_open_file(directory.descriptor, file)
    guard descriptor >= 0 else { return Self.none }
    count += 1
    return descriptor
  }

  private mutating func drop(_ number: Int) {
    let pair = pairs[number]
    guard pair.count > 0 else { return }
    Self.close(pair)
    count -= pair.count
    pairs[number] = Pair(identity: pair.identity)
  }

  private static func close(_ pair: Pair) {
    for descriptor in [pair.current, pair.stat] where descriptor >= 0 { Glibc.close(descriptor) }
  }
}
