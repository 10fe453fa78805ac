import Foundation
import TestSupport
import Testing

/// The walls that docs/architecture.md draws: which room may import what, and which folder of
/// `MemtopCore` may name which.
@Suite struct StructureTests {
  /// The cells of a table of the document, without backticks.
  private static func table(below heading: String) throws -> [[String]] {
    let page = try String(
      contentsOfFile: SwiftSource.root + "docs/architecture.md", encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "## " + heading })
    let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    let rows = section.drop { !$0.hasPrefix("| ") }.prefix { $0.hasPrefix("|") }
    return rows.dropFirst(2).map { row in
      row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }
    }
  }

  private static func words(_ cell: String) -> Set<String> {
    Set(cell.split { ", ".contains($0) }.map(String.init))
  }

  // MARK: Rooms

  @Test func aRoomImportsOnlyWhatItMay() throws {
    let rules = try Self.table(below: "Rooms").map { row in
      (rooms: Self.words(row[0]), allowed: Self.words(row[2]))
    }
    let rooms = try FileManager.default.contentsOfDirectory(
      atPath: SwiftSource.root + "Sources")
    #expect(rules.reduce(into: []) { $0 += $1.rooms }.sorted() == rooms.sorted())
    for rule in rules {
      for file in try rule.rooms.flatMap(SwiftSource.all) {
        let more = file.imports.subtracting(rule.allowed)
        #expect(more.isEmpty, "\(file.path) imports \(more.sorted().joined(separator: ", "))")
      }
    }
  }

  /// A room that may import what it does not need has a wall with a hole.
  @Test func aRoomMayImportOnlyWhatItDoes() throws {
    for row in try Self.table(below: "Rooms") {
      let imports = try Self.words(row[0]).flatMap(SwiftSource.all).reduce(into: Set()) {
        $0.formUnion($1.imports)
      }
      #expect(Self.words(row[2]).subtracting(imports).isEmpty, "\(row[0])")
    }
  }

  // MARK: Floors

  /// A type that the lower floor names although a higher one has it, as `lower > higher: Type`.
  private static func upwards(_ floors: [String], _ files: [SwiftSource]) -> Set<String> {
    var owner: [String: String] = [:]
    var inner: [String: Set<String>] = [:]
    for file in files {
      for type in file.types { owner[type] = file.folder }
      inner[file.folder, default: []].formUnion(file.innerTypes)
    }
    var found: Set<String> = []
    for file in files {
      guard let floor = floors.firstIndex(of: file.folder) else { continue }
      for name in file.names.subtracting(inner[file.folder] ?? []) {
        guard let other = owner[name], let above = floors.firstIndex(of: other), above > floor
        else { continue }
        found.insert("\(file.folder) > \(other): \(name)")
      }
    }
    return found
  }

  @Test func aFloorNamesOnlyThoseBelowIt() throws {
    let rows = try Self.table(below: "Floors of MemtopCore")
    let floors = rows.map { $0[0] }
    let files = try SwiftSource.all(in: "MemtopCore")
    #expect(Set(files.map(\.folder)) == Set(floors))
    // What is written down as an exception has to be one, so that none outlives its reason.
    let exceptions = rows.flatMap { row in
      Self.words(row[2]).map { entry in
        let parts = entry.split(separator: ".")
        return "\(row[0]) > \(parts[0]): \(parts.last ?? "")"
      }
    }
    #expect(Self.upwards(floors, files) == Set(exceptions))
  }

  /// The test itself sees what it is to see.
  @Test func aNameFromAboveIsFound() {
    let files = [
      SwiftSource("MemtopCore/Low/A.swift", "struct A {\n  let b: [B]\n  // C\n}\n"),
      SwiftSource("MemtopCore/Low/D.swift", "enum D { static let text = \"C \\(B.name)\" }\n"),
      SwiftSource("MemtopCore/Low/E.swift", "struct E {\n  struct C {}\n  let c: C\n}\n"),
      SwiftSource(
        "MemtopCore/High/B.swift", "public struct B {}\nfinal class C {}\nlet a = A()\n"),
    ]
    #expect(Self.upwards(["Low", "High"], files) == ["Low > High: B"])
    #expect(Self.upwards(["High", "Low"], files) == ["High > Low: A"])
    #expect(SwiftSource("X/a.swift", "@testable import Foo\n").imports == ["Foo"])
  }
}
