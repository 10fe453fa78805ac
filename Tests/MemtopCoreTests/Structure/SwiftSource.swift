import Foundation
import TestSupport
import Testing

/// A file of `Sources`, as far as its structure goes: what it imports, declares and names.
struct SwiftSource {
  /// From `Sources` on: `MemtopCore/Text/Quantity.swift`.
  let path: String
  let imports: Set<String>
  /// Types that stand in no other.
  let types: Set<String>
  /// Types within others, and the names of generic types.
  let innerTypes: Set<String>
  /// Words that may be types: they begin with a capital and stand behind no dot.
  let names: Set<String>

  var room: String { String(path.split(separator: "/")[0]) }

  /// The folder in its room; empty for none.
  var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  static let root = Fixtures.path("../../")

  /// All files of one room.
  static func all(in room: String) throws -> [SwiftSource] {
    let folder = root + "Sources/" + room
    let files = try #require(FileManager.default.enumerator(atPath: folder))
    return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
      .map { name in
        SwiftSource(
          room + "/" + name, try String(contentsOfFile: folder + "/" + name, encoding: .utf8))
      }
  }

  init(_ path: String, _ text: String) {
    self.path = path
    let code = Code(text).withoutTexts
    var imports: Set<String> = []
    var types: Set<String> = []
    var inner: Set<String> = []
    for line in code.split(separator: "\n") {
      let words = line.split { " (:<{,".contains($0) }.map(String.init)
      if line.first != " ", let at = words.firstIndex(of: "import"), at + 1 < words.count {
        imports.insert(words[at + 1])
      }
      guard let at = words.firstIndex(where: Self.kinds.contains), at + 1 < words.count,
        words[..<at].allSatisfy({ Self.modifiers.contains($0) || $0.hasPrefix("@") })
      else { continue }
      if line.first == " " { inner.insert(words[at + 1]) } else { types.insert(words[at + 1]) }
    }
    for match in code.matches(of: /<(\w+) ?:/) { inner.insert(String(match.1)) }
    for match in code.matches(of: /struct \w+<(\w+)/) { inner.insert(String(match.1)) }
    self.imports = imports
    self.types = types
    innerTypes = inner
    names = Set(code.matches(of: /(^|[^.\w])([A-Z]\w*)/).map { String($0.2) })
  }

  private static let kinds: Set = ["struct", "enum", "protocol", "class", "typealias", "actor"]
  private static let modifiers: Set = [
    "public", "package", "internal", "fileprivate", "private", "indirect", "final",
  ]
}

/// Swift's text, character by character.
private struct Code {
  private let text: [Character]
  private var at = 0

  init(_ text: String) { self.text = Array(text) }

  /// Without comments and string literals; what is interpolated into one stays.
  var withoutTexts: String {
    var copy = self
    return copy.code(until: nil)
  }

  private func stands(_ word: String) -> Bool { text[at...].starts(with: word) }

  /// Up to a closing parenthesis where `end` is one.
  private mutating func code(until end: Character?) -> String {
    var code = ""
    var depth = 0
    while at < text.count {
      if stands("//") {
        while at < text.count, text[at] != "\n" { at += 1 }
      } else if stands("\"\"\"") {
        at += 3
        code += " " + literal("\"\"\"") + " "
      } else if text[at] == "\"" {
        at += 1
        code += " " + literal("\"") + " "
      } else {
        if text[at] == "(" { depth += 1 }
        if text[at] == ")" {
          depth -= 1
          if end != nil, depth < 0 { return code }
        }
        code.append(text[at])
        at += 1
      }
    }
    return code
  }

  /// The code that is interpolated.
  private mutating func literal(_ end: String) -> String {
    var code = ""
    while at < text.count, !stands(end) {
      if stands("\\(") {
        at += 2
        code += " " + self.code(until: ")")
        at += 1
      } else {
        at += text[at] == "\\" ? 2 : 1
      }
    }
    at += end.count
    return code
  }
}
