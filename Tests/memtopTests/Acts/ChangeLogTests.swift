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
    #expect(
      throws: KernelError(path: path, reason: .malformed("it is a link, which is not followed"))
    ) {
      _ = try ChangeLog(path, by: Self.author)
    }
  }

  /// What opening it says; nil where it is taken.
  private func refusal(_ path: String) -> String? {
    do {
      _ = try ChangeLog(path, by: Self.author)
      return nil
    } catch {
      return CommandFailure("--log", error, .cannotCreate).message
    }
  }

  @Test func aFileOfSeveralNamesIsRefused() throws {
    tree.write("target", [])
    try #require(chmod(tree.path + "/target", 0o600) == 0)
    try #require(link(tree.path + "/target", path) == 0)
    #expect(refusal(path) == "--log: \(path): it has 2 names (hard links)")
    #expect(unlink(tree.path + "/target") == 0)
    #expect(refusal(path) == nil)
  }

  @Test(arguments: [(0o600, true), (0o644, true), (0o666, false), (0o660, false), (0o602, false)])
  func aFileThatOthersMayWriteIsRefused(mode: mode_t, isTaken: Bool) throws {
    tree.write("changes.log", [])
    try #require(chmod(path, mode) == 0)
    let octal = String(mode, radix: 8)
    #expect(
      refusal(path)
        == (isTaken ? nil : "--log: \(path): others may write to it: its mode is 0\(octal)"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
  func anotherUsersFileIsRefused() throws {
    tree.write("changes.log", [])
    try #require(chmod(path, 0o600) == 0 && chown(path, 12345, 12345) == 0)
    #expect(refusal(path) == "--log: \(path): it belongs to user 12345")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a link away"))
  func aFolderThatIsAnotherUsersLinkIsRefused() throws {
    tree.makeDirectory("real/deep")
    let alias = tree.path + "/alias"
    try #require(symlink(tree.path + "/real", alias) == 0)
    // Root's own link is root's own choice.
    #expect(refusal(alias + "/deep/changes.log") == nil)
    try #require(lchown(alias, 12345, 12345) == 0)
    let path = alias + "/deep/other.log"
    #expect(
      refusal(path) == "--log: \(path): alias is a link of user 12345, which is not followed")
    #expect(refusal(tree.path + "/real/../alias/./deep/other.log") != nil)
    #expect(access(tree.path + "/real/deep/other.log", F_OK) != 0)
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
