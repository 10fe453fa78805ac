import Foundation
import Glibc
import LinuxKernel
import TestSupport
import Testing

@testable import memtop

/// Users whom no file tells of: a program in getent's place, and the host's own.
@Suite struct NameServiceTests {
  private let tree = TemporaryTree()

  private func service(_ script: String, patience: UInt64? = nil) throws -> NameService {
    let path = tree.path + "/getent"
    tree.write("getent", Array("#!/bin/sh\n\(script)\n".utf8))
    #expect(chmod(path, 0o755) == 0)
    return try #require(
      NameService(paths: ["/nonexistent", path], patience: patience ?? NameService.patience))
  }

  @Test func theHostsOwnAnswersAsItsFileDoes() throws {
    let service = try #require(NameService())
    #expect(service.names(of: [0, 4_294_967_290]) == [0: "root"])
    #expect(service.find("root") == 0)
    #expect(service.home(of: 0) == "/root")
  }

  @Test func usersBeyondTheFileAreAskedForTogether() throws {
    let service = try service(
      """
      printf '%s\\n' "$*" >> '\(tree.path)/seen'
      printf 'ldap-a:*:900001:1::/home/a:/bin/sh\\nldap-b:*:900002:1::/home/b:/bin/sh\\n'
      """)
    let users = HostUsers(try KernelRoot(), service: service)
    #expect(
      users.names(of: [0, 900_001, 900_002]) == [0: "root", 900_001: "ldap-a", 900_002: "ldap-b"])
    #expect(users.find("ldap-b") == 900_002)
    #expect(users.home(of: 900_001) == "/home/a")
    let seen = try String(contentsOfFile: tree.path + "/seen", encoding: .utf8)
    #expect(
      seen.split(separator: "\n") == ["passwd 900001 900002", "passwd ldap-b", "passwd 900001"])
  }

  @Test func nobodyIsBelievedToBeAnotherThanWasAskedFor() throws {
    let service = try service("echo 'evil:*:900003:1::/:/bin/sh'")
    #expect(service.names(of: [900_001]).isEmpty)
    #expect(service.find("good") == nil)
    #expect(service.home(of: 900_001) == nil)
  }

  @Test(arguments: ["-s", "--help", "", "a\0b"]) func whatCannotBeANameIsNotAskedFor(
    _ name: String
  ) throws {
    let service = try service("touch '\(tree.path)/ran'; echo '\(name.prefix(2)):*:5:1::/:/bin/sh'")
    #expect(service.find(name) == nil)
    #expect(!FileManager.default.fileExists(atPath: tree.path + "/ran"))
  }

  /// What has come by then counts, and nobody is left behind.
  @Test func aServiceThatDoesNotAnswerIsEnded() throws {
    let service = try service(
      "echo $$ > '\(tree.path)/pid'; echo 'a:*:900001:1::/:/bin/sh'; exec sleep 600",
      patience: 300_000_000)
    #expect(service.names(of: [900_001, 900_002]) == [900_001: "a"])
    let pid = try String(contentsOfFile: tree.path + "/pid", encoding: .utf8).dropLast()
    #expect(!FileManager.default.fileExists(atPath: "/proc/" + pid))
  }

  @Test func aServiceThatWritesForEverIsEnded() throws {
    let service = try service("while :; do echo 'a:*:900001:1::/:/bin/sh'; done")
    #expect(service.names(of: [900_001]) == [900_001: "a"])
  }

  @Test func itIsTheFirstThatTheKernelKills() throws {
    let service = try service(
      """
      i=0
      while [ "$(cat /proc/self/oom_score_adj)" != 1000 ] && [ $i -lt 100 ]; do
        i=$((i + 1)); sleep 0.05
      done
      echo "adj$(cat /proc/self/oom_score_adj):*:900001:1::/:/bin/sh"
      """)
    #expect(service.names(of: [900_001]) == [900_001: "adj1000"])
  }

  @Test func aCapturedTreeAsksNoService() throws {
    let service = try service("echo 'a:*:5:1::/:/bin/sh'")
    let captured = TemporaryTree(["proc/meminfo": "", "etc/passwd": ""])
    #expect(HostUsers(try KernelRoot(captured.path), service: service).name(of: 5) == nil)
  }
}
