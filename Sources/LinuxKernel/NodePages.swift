/// How many pages of memory each node has.
///
/// Source: `/proc/zoneinfo`, the lines `present` and `spanned` of a node's zones. Unit: pages.
public struct NodePages: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    public let number: UInt32
    /// What is there, with what the kernel reserved at boot.
    public fileprivate(set) var present: UInt64 = 0
    /// From the first to the last, with holes.
    public fileprivate(set) var spanned: UInt64 = 0
  }

  /// In the order of the file.
  public private(set) var nodes: [Node] = []

  /// Nil when no node is in the text.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    while at < bytes.count {
      let stop = bytes.lineEnd(from: at) ?? bytes.count
      if bytes.starts(with: "Node ", at: at) {
        at += 5
        guard let number = bytes.decimal(at: &at).flatMap({ UInt32(exactly: $0) }) else {
          return nil
        }
        if nodes.last?.number != number { nodes.append(Node(number: number)) }
      } else if let last = nodes.indices.last {
        bytes.skipBlanks(at: &at)
        if let size = Self.size(bytes, "present ", at) { Self.add(size, &nodes[last].present) }
        if let size = Self.size(bytes, "spanned ", at) { Self.add(size, &nodes[last].spanned) }
      }
      at = stop + 1
    }
    if nodes.isEmpty { return nil }
  }

  private static func size(_ bytes: Span<UInt8>, _ key: StaticString, _ start: Int) -> UInt64? {
    guard bytes.starts(with: key, at: start) else { return nil }
    var at = start + key.utf8CodeUnitCount
    bytes.skipBlanks(at: &at)
    return bytes.decimal(at: &at)
  }

  private static func add(_ size: UInt64, _ sum: inout UInt64) {
    let (total, overflow) = sum.addingReportingOverflow(size)
    sum = overflow ? .max : total
  }
}
