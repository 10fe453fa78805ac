/// Finds a text inside others; ASCII letters match in both cases.
struct TextMatch: Sendable {
  private let wanted: [Unicode.Scalar]

  /// Nil for an empty text, which is nowhere.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    wanted = text.unicodeScalars.map(Self.folded)
  }

  func isFound(in text: String) -> Bool { first(in: Array(text.unicodeScalars), from: 0) != nil }

  /// Where it stands in cells of one scalar each; the places do not overlap.
  func ranges(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while let found = first(in: scalars, from: start) {
      ranges.append(found..<found + wanted.count)
      start = found + wanted.count
    }
    return ranges
  }

  private func first(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    guard scalars.count - start >= wanted.count else { return nil }
    return (start...scalars.count - wanted.count).first { place in
      wanted.indices.allSatisfy { Self.folded(scalars[place + $0]) == wanted[$0] }
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
  }
}
