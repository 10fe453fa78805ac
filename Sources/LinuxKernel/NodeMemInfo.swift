/// The memory of one NUMA node.
///
/// Source: `/sys/devices/system/node/node*/meminfo`. Unit: bytes.
public struct NodeMemInfo: Sendable, Equatable {
  public let node: UInt32
  public let total: UInt64
  public let free: UInt64
  /// Key: `FilePages`.
  public let filePages: UInt64?

  /// Lines `Node 0 MemTotal: 16 kB`; nil when total or free is not among them.
  public init?(_ bytes: Span<UInt8>) {
    var node: UInt32?
    var sizes: [UInt64?] = [nil, nil, nil]
    let keys: [StaticString] = ["MemTotal:", "MemFree:", "FilePages:"]
    var start = 0
    while let end = bytes.lineEnd(from: start) {
      var at = start + 5
      if bytes.starts(with: "Node ", at: start), let number = bytes.decimal(at: &at) {
        node = UInt32(exactly: number)
        bytes.skipBlanks(at: &at)
        for (index, key) in keys.enumerated() where bytes.starts(with: key, at: at) {
          at += key.utf8CodeUnitCount
          bytes.skipBlanks(at: &at)
          sizes[index] = bytes.kibibytes(at: &at)
          break
        }
      }
      start = end + 1
    }
    guard let node, let total = sizes[0], let free = sizes[1] else { return nil }
    self.node = node
    self.total = total
    self.free = free
    filePages = sizes[2]
  }

  /// Every node that tells its memory.
  public static func list(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> [NodeMemInfo] {
    root.folders(in: "sys/devices/system/node").compactMap { name in
      guard name.hasPrefix("node"), name.dropFirst(4).allSatisfy(\.isNumber) else { return nil }
      return root.value(of: "sys/devices/system/node/\(name)/meminfo", &buffer) {
        NodeMemInfo($0)
      }
    }
  }
}
