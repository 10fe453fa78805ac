/// A set of memory nodes as the kernel writes it: `0`, `0-1,3`.
public struct NodeList: Sendable, Equatable, CustomStringConvertible {
  /// In ascending order, apart from each other.
  private let ranges: [ClosedRange<UInt32>]
  /// No kernel has more nodes.
  private static let most: UInt32 = 1 << 16

  /// Nil when the text is no such list; the empty text is the empty set.
  public init?(_ text: some StringProtocol) {
    var ranges: [ClosedRange<UInt32>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: !text.contains(",")) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let first = Self.number(ends[0]),
        let last = Self.number(ends[ends.count - 1]), first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = Self.joined(ranges)
  }

  /// One node.
  public init(_ node: UInt32) { ranges = [node...node] }

  public var isEmpty: Bool { ranges.isEmpty }

  public var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  public func contains(_ node: UInt32) -> Bool { ranges.contains { $0.contains(node) } }

  public func intersects(_ other: NodeList) -> Bool {
    ranges.contains { own in other.ranges.contains { own.overlaps($0) } }
  }

  private static func number(_ text: some StringProtocol) -> UInt32? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(text),
      number < most
    else { return nil }
    return number
  }

  private static func joined(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
