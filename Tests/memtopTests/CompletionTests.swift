import Foundation
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI
import TestSupport
import Testing

@testable import memtop

/// What shells are given to complete with, by the program itself.
@Suite struct CompletionTests {
  @Test func fieldsFollowThoseThatAreTyped() {
    let words = Completions.fields(after: "pid,rss,s")
    #expect(words.contains("pid,rss,swap"))
    #expect(!words.contains("pid,rss,pid"))
    #expect(Completions.fields(after: "") == Field.all.map(\.id))
  }

  @Test func groupsAreThoseOneLevelBelow() throws {
    let tree = TemporaryTree([
      "proc/self/mountinfo": "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
      "sys/fs/cgroup/web/a/memory.max": "", "sys/fs/cgroup/web/b/memory.max": "",
      "sys/fs/cgroup/db/memory.max": "",
    ])
    let root = try KernelRoot(tree.path)
    #expect(Completions.cgroups(below: "", in: root) == ["/db", "/web"])
    #expect(Completions.cgroups(below: "/w", in: root) == ["/db", "/web"])
    #expect(Completions.cgroups(below: "/web/", in: root) == ["/web/a", "/web/b"])
    #expect(Completions.cgroups(below: "/none/", in: root).isEmpty)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func everyShellHasAScript(_ shell: String) throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--generate-completion-script", shell],
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    #expect(result.output.contains("colour-blind"))
  }

  /// A setting that names an option names one that there is.
  @Test func theOptionsOfSettingsAreTheParsers() throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--experimental-dump-help"], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    let names = result.output.split(whereSeparator: { !$0.isLetter && $0 != "-" })
    for setting in Setting.all {
      guard let option = setting.option else { continue }
      #expect(names.contains(option.dropFirst(2)), "\(option) of \(setting.id)")
    }
  }

  @Test func theLicencesAreThoseOfTheDocument() throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--licenses"], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    let document = try String(
      contentsOfFile: Fixtures.path("../../docs/licences.md"), encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.count == Licences.libraries.count)
    for (row, entry) in zip(rows, Licences.libraries) {
      #expect(row == "| \(entry.library) | \(entry.licence) |")
      #expect(result.output.contains("\(entry.library): \(entry.licence)\n"))
    }
  }
}
