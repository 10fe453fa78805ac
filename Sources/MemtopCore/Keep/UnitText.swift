/// The text of a unit file or drop-in: sections, and lines `Key=value` in them.
///
/// Source: `systemd.syntax(7)`. All that is not changed stays as it is, comments too.
public struct UnitText: Sendable, Equatable {
  /// One setting, with the lines that it takes.
  struct Entry: Equatable {
    let section: String
    let key: String
    let value: String
    let lines: Range<Int>
  }

  /// Without their ends.
  public private(set) var lines: [String]

  public init(_ text: String = "") {
    lines = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if lines.last?.isEmpty == true { lines.removeLast() }
  }

  public var text: String { lines.map { $0 + "\n" }.joined() }

  var entries: [Entry] {
    var entries: [Entry] = []
    var section = ""
    var at = 0
    while at < lines.count {
      let start = at
      var line = Self.trimmed(lines[at])
      at += 1
      guard let first = line.first, !"#;".contains(first) else { continue }
      // A backslash at the end joins the next line, comments between them left out.
      while line.hasSuffix("\\"), at < lines.count {
        let next = Self.trimmed(lines[at])
        at += 1
        if let first = next.first, "#;".contains(first) { continue }
        line = line.dropLast() + " " + next
      }
      if line.hasPrefix("["), line.hasSuffix("]") {
        section = String(line.dropFirst().dropLast())
      } else if let equals = line.firstIndex(of: "=") {
        entries.append(
          Entry(
            section: section, key: String(Self.trimmed(line[..<equals])),
            value: String(Self.trimmed(line[equals...].dropFirst())), lines: start..<at))
      }
    }
    return entries
  }

  /// What a key is set to at the end; empty where it is set back. Nil where it is not named.
  func last(_ key: String, in section: String) -> String? {
    entries.last { $0.section == section && $0.key == key }?.value
  }

  /// Sets a key, or takes all its lines away.
  mutating func set(_ key: String, in section: String, to value: String?) {
    let found = entries.filter { $0.section == section && $0.key == key }
    let line = value.map { key + "=" + $0 }
    for entry in found.dropFirst().reversed() { lines.removeSubrange(entry.lines) }
    if let first = found.first {
      lines.replaceSubrange(first.lines, with: [line].compactMap { $0 })
      return
    }
    guard let line else { return }
    guard let header = lines.lastIndex(where: { Self.trimmed($0) == "[\(section)]" }) else {
      lines += ["[\(section)]", line]
      return
    }
    // After what its section says already, before blank lines that part it from the next.
    let last = entries.last { $0.section == section && $0.lines.lowerBound > header }
    lines.insert(line, at: last?.lines.upperBound ?? header + 1)
  }

  /// Whether it sets nothing any more.
  var isEmpty: Bool { entries.isEmpty }

  private static func trimmed(_ text: some StringProtocol) -> Substring {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }
}
