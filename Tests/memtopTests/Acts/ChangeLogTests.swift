import Foundation
import Glibc
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import memtop

/// The file that changes are appended to.
@Suite struct ChangeLogTests {
  private let tree = TemporaryTree()
  private var path: String { tree.path + "/changes.log" }
  private static let author = ChangeAuthor(user: 7, name: "op", sudoUser: nil)

  private func change(_ pid: Int32) throws -> ActRecord {
    let edit = AdjEdit(
      process: ProcessID(pid: pid, startTime: 1), name: "a", old: 0, new: 5)
    return .adj(
      try #require(AdjChange(AdjOutcome(edit: edit, before: 0, result: .done), isUndo: false)))
  }

  private func pids() throws -> [Int] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require((parsed as? [String: Any])?["pid"] as? Int)
    }
  }

  @Test func changesAreAppendedAndOnlyTheOwnerReadsThem() throws {
    do {
      let log = try ChangeLog(path, by: Self.author)
      #expect(log.append([try change(1), try change(2)]) == nil)
    }
    let again = try ChangeLog(path, by: Self.author)
    #expect(again.append([try change(3)]) == nil)
    #expect(try pids() == [1, 2, 3])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func aLinkIsNotFollowed() throws {
    tree.write("target", [])
    #expect(symlink(tree.path + "/target", path) == 0)
    #expect(throws: KernelError(path: path, reason: .errno(ELOOP))) {
      _ = try ChangeLog(path, by: Self.author)
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    #expect(throws: KernelError(path: "/dev/full", reason: .malformed("it is not a file"))) {
      _ = try ChangeLog("/dev/full", by: Self.author)
    }
    #expect(mkfifo(path, 0o600) == 0)
    #expect(throws: KernelError.self) { _ = try ChangeLog(path, by: Self.author) }
    #expect(throws: KernelError.self) { _ = try ChangeLog(tree.path, by: Self.author) }
  }

  @Test(arguments: [("", 73), ("log", 0)])
  func aFileThatCannotBeOpenedIsRefusedOrSaid(key: String, code: Int) throws {
    let config = tree.path + "/config.toml"
    tree.write("config.toml", Array("log = \"/nonexistent/changes.log\"\n".utf8))
    let options = key.isEmpty ? ["--no-config", "--log", "/nonexistent/x"] : ["--config", config]
    let terminal = try PseudoTerminal([MemtopBinary.path] + options)
    if code != 0 {
      #expect(try terminal.end() == .exit(73))
      #expect(terminal.text.contains("--log: /nonexistent/x: No such file or directory"))
      #expect(terminal.modes == terminal.modesBefore)
    } else {
      try terminal.expect("log: /nonexistent/changes.log: No such file or directory")
      terminal.type("q")
      #expect(try terminal.end() == .exit(0))
    }
  }
}
