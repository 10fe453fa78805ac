import Foundation
import MemtopCore
import TestSupport
import Testing

@testable import MemtopExport

/// A document of every kind of content, in each form.
@Suite struct DocumentTests {
  private static let document = Document(
    kind: "toy", title: "A | toy", subject: [("pid", .number(7)), ("unit", .denied)],
    [
      DocumentSection(
        "words", "Words",
        [
          .text(label: "Cause", "no_memory × 2", .warn), .gap,
          .list(["one", "t*wo"]),
          .subjects(["java (41): 2.67G", "a*b"]),
          .steps([
            Advice("first", because: "sec<b>ond"),
            Advice("bound it", because: "it grows", "systemctl set-property `a*b`"),
          ]),
        ]),
      DocumentSection(
        "facts", nil,
        [
          .facts(
            DocumentFacts([
              .init("RSS", .bytes(4096), "in RAM"), .init("swap", .denied, "gone"),
              .init("growth", .absent, "not yet"),
            ]))
        ]),
      DocumentSection(
        "sizes", "Sizes",
        [
          .table(
            DocumentTable(
              "term", [.init("host"), .init("pages", isSpare: true)],
              [
                .init("anon", [.pages(2), .value(.number(2))]),
                .init("adj", [.pages(-1), .empty], depth: 1),
              ])),
          .table(
            DocumentTable(
              "comm", labelsBehind: "NAME", [.init("PID"), .init("STATE", isText: true)],
              [.init("sshd", [.value(.number(12)), .value(.text("S"))])])),
        ]),
      DocumentSection(
        "terms", "Terms",
        [
          .terms([
            DocumentTerm("F1 h", "Shows <this>."), DocumentTerm("RSS", "In RAM", aside: "statm"),
          ])
        ]),
    ])

  private func text(markdown: Bool = false, unicode: Bool = true) throws -> String {
    let collected = Collected()
    try DocumentText(isMarkdown: markdown, isUnicode: unicode) { $0.count }
      .write(Self.document, to: collected.output)
    return collected.text
  }

  @Test func textStandsInColumns() throws {
    #expect(
      try text() == """
        Words
        Cause: no_memory × 2

          1. one
          2. t*wo
        who: java (41): 2.67G, a*b
          1. first: sec<b>ond
          2. bound it: it grows
             systemctl set-property `a*b`

        RSS         4K  in RAM
        swap    denied  gone
        growth       –  not yet

        Sizes
               host  pages
        anon     8K      2
          adj   -4K
        PID  STATE  NAME
         12  S      sshd

        Terms
        F1 h
            Shows <this>.
        RSS
            In RAM
            statm

        """)
  }

  @Test func outsideUTF8OwnSignsAreSpelled() throws {
    let text = try text(unicode: false)
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.contains("Cause: no_memory x 2"))
    #expect(text.contains("growth       -  not yet"))
  }

  @Test func markdownTakesNothingForItsOwnSigns() throws {
    let lines = try text(markdown: true).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "# A \\| toy")
    #expect(lines.contains("**Cause:** no\\_memory × 2"))
    #expect(lines.contains("2. t\\*wo"))
    #expect(lines.contains("**who:** java (41): 2.67G, a\\*b"))
    #expect(lines.contains("1. first: sec\\<b\\>ond"))
    // What is to be typed is as it is; its own signs do not end it.
    #expect(lines.contains("2. bound it: it grows: `` systemctl set-property `a*b` ``"))
    #expect(lines.contains("| PID | STATE | NAME |"))
    #expect(lines.contains("| ---: | --- | --- |"))
    #expect(lines.contains("| – adj | -4K |  |"))
    #expect(lines.contains("- **F1 h** Shows \\<this\\>."))
    #expect(lines.contains("- **RSS** In RAM statm"))
  }

  @Test func jsonHasNumbersAndSaysWhyThereAreNone() throws {
    let collected = Collected()
    try DocumentJSON.write(Self.document, to: collected.output)
    let parsed = try JSONSerialization.jsonObject(with: Data(collected.text.utf8))
    let document = try #require(parsed as? [String: Any])
    #expect(document["kind"] as? String == "toy")
    #expect(document["pid"] as? Int == 7)
    #expect(document["unit"] is NSNull)
    let sections = try #require(document["sections"] as? [[String: Any]])
    #expect(sections.compactMap { $0["id"] as? String } == ["words", "facts", "sizes", "terms"])
    let parts = sections.map { $0["parts"] as? [[String: Any]] ?? [] }
    #expect(parts[0][0]["label"] as? String == "Cause")
    #expect(parts[0][0]["role"] as? String == "warn")
    #expect(parts[0][1]["list"] as? [String] == ["one", "t*wo"])
    #expect(parts[0][2]["subjects"] as? [String] == ["java (41): 2.67G", "a*b"])
    let steps = try #require(parts[0][3]["steps"] as? [[String: Any]])
    #expect(steps.map { $0["reason"] as? String } == ["sec<b>ond", "it grows"])
    #expect(steps[0]["command"] is NSNull)
    let facts = try #require(parts[1][0]["facts"] as? [[String: Any]])
    #expect(facts[0]["value"] as? Int == 4096)
    #expect(facts[1]["state"] as? String == "denied")
    let rows = try #require(parts[2][0]["rows"] as? [[Any]])
    #expect(rows[0][1] as? Int == 8192)
    #expect(rows[1][1] as? Int == -4096)
    #expect(rows[1][2] is NSNull)
    let terms = try #require(parts[3][0]["terms"] as? [[String: Any]])
    #expect(terms.map { $0["name"] as? String } == ["F1 h", "RSS"])
    #expect(terms.map { $0["aside"] as? String } == [nil, "statm"])
  }

  @Test func everyTextOfADocumentIsNamed() {
    #expect(
      Self.document.texts.contains { $0 == "sec<b>ond" } && Self.document.texts.contains("NAME"))
  }
}
