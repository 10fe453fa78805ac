import LinuxKernel

/// The groups of a tree that is listed anew: what was read of one moves on, and is not kept twice.
struct EarlierGroups: ~Copyable {
  private var groups: [CgroupTree.Group]
  private let numbers: [CgroupDirectory.Identity: Int]

  init(_ tree: consuming CgroupTree?) {
    groups = tree?.groups ?? []
    let pairs = groups.enumerated().map { ($1.memory.identity, $0) }
    numbers = Dictionary(pairs) { first, _ in first }
  }

  var count: Int { groups.count }

  func number(of identity: CgroupDirectory.Identity) -> Int? { numbers[identity] }

  /// Moves what was read of this group, where there is something.
  mutating func move(to memory: inout CgroupMemory) {
    guard let number = numbers[memory.identity] else { return }
    swap(&memory, &groups[number].memory)
  }
}
