import Glibc

/// What stands around the numbers of a file's lines: one of these serves every reading that has the same.
///
/// Names are kept as the bytes they were, one after the other: as strings they would take five times the memory.
final class LineNames: Sendable {
  /// Lines in the making.
  struct Lines: Sendable, Equatable {
    fileprivate var spelled: [UInt8] = []
    /// Where each name ends in `spelled`.
    fileprivate var ends: [UInt32] = []
    fileprivate var areBytes: [Bool] = []

    fileprivate func range(_ line: Int) -> Range<Int> {
      Int(line == 0 ? 0 : ends[line - 1])..<Int(ends[line])
    }

    /// The first lines of `names`.
    init(_ names: LineNames, count: Int) {
      let all = names.lines
      spelled = Array(all.spelled.prefix(count == 0 ? 0 : Int(all.ends[count - 1])))
      ends = Array(all.ends.prefix(count))
      areBytes = Array(all.areBytes.prefix(count))
    }

    fileprivate init() {}

    mutating func append(_ name: Span<UInt8>, isBytes: Bool) {
      for at in name.indices { spelled.append(name[at]) }
      ends.append(UInt32(spelled.count))
      areBytes.append(isBytes)
    }
  }

  private let lines: Lines
  /// All lines in the order of their names; of equal ones the first comes first.
  private let sorted: [UInt32]

  static let none = LineNames(Lines())

  init(_ lines: Lines) {
    self.lines = lines
    sorted = lines.spelled.withUnsafeBytes { spelled in
      (0..<UInt32(lines.ends.count)).sorted { a, b in
        let order = Self.order(
          UnsafeRawBufferPointer(rebasing: spelled[lines.range(Int(a))]),
          UnsafeRawBufferPointer(rebasing: spelled[lines.range(Int(b))]))
        return order == 0 ? a < b : order < 0
      }
    }
  }

  var count: Int { lines.ends.count }

  func isBytes(_ line: Int) -> Bool { lines.areBytes[line] }

  func name(_ line: Int) -> String {
    String(decoding: lines.spelled[lines.range(line)], as: UTF8.self)
  }

  /// Where a name stands first.
  func line(of name: String) -> Int? {
    var name = name
    return name.withUTF8 { name in
      lines.spelled.withUnsafeBytes { spelled in
        func order(_ place: Int) -> Int {
          Self.order(
            UnsafeRawBufferPointer(rebasing: spelled[lines.range(Int(sorted[place]))]),
            UnsafeRawBufferPointer(name))
        }
        var low = 0
        var high = sorted.count
        while low < high {
          let middle = (low + high) / 2
          if order(middle) < 0 { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && order(low) == 0 ? Int(sorted[low]) : nil
      }
    }
  }

  /// Below zero where `a` comes first, zero where both are the same.
  private static func order(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
    for (x, y) in zip(a, b) where x != y { return Int(x) - Int(y) }
    return a.count - b.count
  }

  /// Where the name of a line ends in a text, if it begins as that line does.
  @inline(__always)
  func end(of line: Int, _ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard line < count else { return nil }
    let name = lines.range(line)
    let end = start + name.count
    guard end < bytes.count, bytes[end].endsName else { return nil }
    let isSame = lines.spelled.withUnsafeBytes { names in
      bytes.withUnsafeBytes { text in
        memcmp(names.baseAddress! + name.lowerBound, text.baseAddress! + start, name.count) == 0
      }
    }
    return isSame ? end : nil
  }

  /// Whether the first lines of both are the same.
  static func agree(_ a: LineNames, _ b: LineNames, count: Int) -> Bool {
    a === b || Lines(a, count: count) == Lines(b, count: count)
  }
}
