/// The mappings of one kind that hold the most, those of one name together.
///
/// A process may have tens of thousands: what is kept is bounded. A name whose mappings lie far apart
/// may then be counted from its last appearance on; it would have been one of the smallest.
struct BiggestMappings: Sendable, Equatable {
  private static let limit = 32

  private var entries: [ProcessMappings.Mapping] = []
  private var hashes: [Int] = []
  /// What is no bigger was left out before.
  private var floor: UInt64 = 0

  var sorted: [ProcessMappings.Mapping] { order.map { entries[$0] } }

  mutating func add(_ name: borrowing [UInt8], start: UInt64, _ sizes: MappingSizes) {
    let hash = name.isEmpty ? 0 : name.hashValue
    if !name.isEmpty {
      // Mappings of one file mostly follow each other.
      for place in entries.indices.reversed()
      where hashes[place] == hash && entries[place].name == name {
        entries[place].sizes.add(sizes)
        return
      }
    }
    guard sizes.held > floor || entries.count < Self.limit else { return }
    entries.append(ProcessMappings.Mapping(name: copy name, start: start, sizes: sizes))
    hashes.append(hash)
    if entries.count == 2 * Self.limit { shrink() }
  }

  private var order: [Int] {
    entries.indices.sorted {
      let (a, b) = (entries[$0], entries[$1])
      return a.sizes.held != b.sizes.held ? a.sizes.held > b.sizes.held : a.start < b.start
    }
  }

  private mutating func shrink() {
    let kept = order.prefix(Self.limit)
    (entries, hashes) = (kept.map { entries[$0] }, kept.map { hashes[$0] })
    floor = entries.last?.sizes.held ?? 0
  }
}
