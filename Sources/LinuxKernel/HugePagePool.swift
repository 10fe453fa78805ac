/// The pages of one huge size that are set aside.
///
/// Source: `/sys/kernel/mm/hugepages/hugepages-*kB`, or of one node
/// `/sys/devices/system/node/node*/hugepages`.
public struct HugePagePool: Sendable, Equatable {
  /// Size of one page. Unit: bytes.
  public let pageSize: UInt64
  /// Key file `nr_hugepages`. Unit: huge pages, as the next two.
  public let total: UInt64
  /// Key file `free_hugepages`.
  public let free: UInt64
  /// Promised and not yet taken. Key file `resv_hugepages`; not told for a node.
  public let reserved: UInt64?

  public init(pageSize: UInt64, total: UInt64, free: UInt64, reserved: UInt64?) {
    self.pageSize = pageSize
    self.total = total
    self.free = free
    self.reserved = reserved
  }

  /// Set aside and neither used nor promised. Unit: huge pages.
  public var unused: UInt64 { free >= (reserved ?? 0) ? min(free - (reserved ?? 0), total) : 0 }

  /// The pools of every size, empty ones included.
  public static func list(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> [HugePagePool] {
    let folder = "sys/kernel/mm/hugepages"
    var pools: [HugePagePool] = []
    for name in root.folders(in: folder) {
      let digits = name.dropFirst("hugepages-".count).dropLast(2)
      guard name.hasPrefix("hugepages-"), name.hasSuffix("kB"), let kibibytes = UInt64(digits),
        kibibytes < 1 << 40,
        let total = root.value(
          of: "\(folder)/\(name)/nr_hugepages", &buffer, SmallNumber.parseSize),
        let free = root.value(
          of: "\(folder)/\(name)/free_hugepages", &buffer, SmallNumber.parseSize)
      else { continue }
      pools.append(
        HugePagePool(
          pageSize: kibibytes * 1024, total: total, free: free,
          reserved: root.value(
            of: "\(folder)/\(name)/resv_hugepages", &buffer, SmallNumber.parseSize)))
    }
    return pools
  }
}
