import Foundation
import MemtopCore
import MemtopUI
import Testing

@testable import memtop

/// `docs/config.md` says what the program does.
@Suite struct ConfigDocumentTests {
  private func document() throws -> String {
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(
      contentsOf: project.appendingPathComponent("docs/config.md"), encoding: .utf8)
  }

  @Test func theExampleIsWhatMemtopStartsWith() throws {
    let example = try document().split(separator: "\n").filter { $0.hasPrefix("    ") }
      .map { $0.dropFirst(4) + "\n" }.joined()
    #expect(example == String(decoding: ConfigText.write(.standard), as: UTF8.self))
  }

  @Test func everyChoiceIsNamed() throws {
    let text = try document()
    for role in Role.allCases { #expect(text.contains("`\(role)`"), "\(role)") }
    for name in Theme.all.map(\.name) + Quantity.Unit.allCases.map(\.rawValue) {
      #expect(text.contains("`\(name)`"))
    }
  }
}
