import Foundation
import Testing

@testable import MemtopCore
@testable import MemtopUI

/// The reference pages are written from the tables; a page that says something else fails.
///
/// With `MEMTOP_RECORD_GOLDENS=1` they are written anew, and the test fails.
struct DocsTests {
  @Test func fieldsPageSaysWhatTheTableSays() {
    var page = """
      # Fields

      Every quantity memtop knows of a process. The id is the JSON key, the CSV heading, and the word in
      `--fields`, `--sort`, `--columns` and filters; the other words mean the same.

      | id | column | other words | what it is | source |
      |---|---|---|---|---|

      """
    for field in Field.all {
      page += "| `\(field.id)` | \(field.title) | "
      page += field.aliases.map { "`\($0)`" }.joined(separator: " ")
      page += " | \(escaped(field.help)) | \(escaped(field.source)) |\n"
    }
    expectPage(page, "fields.md")
  }

  @Test func keysPageSaysWhatTheTableSays() {
    var page = """
      # Keys

      What every key of the dashboard does. The help (`F1`) lists the same from the same table.

      """
    for group in Command.Group.allCases {
      page += "\n## \(group.rawValue)\n\n| keys | command | what it does |\n|---|---|---|\n"
      for command in Command.all where command.group == group {
        let keys = command.sequences(vim: false).map { sequence in
          "`" + sequence.map { $0.name(.unicode) }.joined(separator: " ") + "`"
        }
        page += "| \(escaped(keys.joined(separator: " "))) | \(command.title) | "
        page += escaped(command.help) + " |\n"
      }
    }
    let vim = Command.all.filter { !$0.vimKeys.isEmpty }
    page += "\n## With `--vim`\n\n| keys | command |\n|---|---|\n"
    for command in vim {
      let keys = command.vimKeys.map {
        "`" + $0.map { $0.name(.unicode) }.joined(separator: " ") + "`"
      }
      page += "| \(escaped(keys.joined(separator: " "))) | \(command.title) |\n"
    }
    expectPage(page, "keys.md")
  }

  @Test func diagnosisPageSaysWhatTheRulesSay() {
    expectPage(DiagnosisDocument.markdown, "diagnosis.md")
  }

  @Test func cgroupsPageSaysWhatTheTableSays() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/cgroups.md")
    let mark = "<!-- fields -->\n"
    let kept = try String(contentsOf: file, encoding: .utf8)
    // The words above the mark are written by hand.
    let head = try #require(kept.range(of: mark)).upperBound
    var page = String(kept[..<head])
    page +=
      "\n| id | column | other words | what it is | source (v2; v1) |\n|---|---|---|---|---|\n"
    for field in CgroupField.all {
      page += "| `\(field.id)` | \(field.title) | "
      page += field.aliases.map { "`\($0)`" }.joined(separator: " ")
      page += " | \(escaped(field.help)) | \(escaped(field.source)) |\n"
    }
    expectPage(page, "cgroups.md")
  }

  @Test func kernelPageSaysWhatTheTablesSay() {
    expectPage(KernelDocument.markdown, "kernel.md")
  }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "|", with: "\\|")
  }

  private func expectPage(
    _ page: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/\(name)")
    if ProcessInfo.processInfo.environment["MEMTOP_RECORD_GOLDENS"] == "1" {
      #expect(throws: Never.self) { try page.write(to: file, atomically: true, encoding: .utf8) }
      Issue.record(
        "recorded docs/\(name); a run that records fails", sourceLocation: sourceLocation)
      return
    }
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      kept == page, "docs/\(name) is not what the table says; MEMTOP_RECORD_GOLDENS=1 writes it",
      sourceLocation: sourceLocation)
  }
}
