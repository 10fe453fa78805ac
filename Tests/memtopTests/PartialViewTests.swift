import Foundation
import TestSupport
import Testing

/// memtop where it sees only some of the host's processes: inside a PID namespace, and under `hidepid`.
@Suite(.enabled(if: geteuid() == 0, "only root can mount a /proc")) struct PartialViewTests {
  /// Beside a sleeping process of root's, in a namespace with a `/proc` of its own.
  private func inNamespace(_ arguments: String...) throws -> Captured {
    try run(
      ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c"],
      "sleep 100 & sleep 100 & \"$0\" \"$@\"", arguments)
  }

  /// As another user beside all of this host's processes, of which it sees its own.
  private func underHidepid(_ arguments: String...) throws -> Captured {
    try run(
      ["unshare", "--mount", "sh", "-c"],
      "mount -t proc -o hidepid=2 proc /proc || exit 99; "
        + OtherUser().commandWithTheWay.joined(separator: " ") + " \"$0\" \"$@\"", arguments)
  }

  private func run(_ head: [String], _ script: String, _ arguments: [String]) throws -> Captured {
    let result = try Captured.run(
      head + [script, MemtopBinary.path] + arguments,
      environment: Environment.list(changing: [:]))
    try #require(result.ending == .exit(0), "\(result.error)")
    return result
  }

  private func view(_ result: Captured) throws -> [String: Any] {
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(parsed as? [String: Any])
    let holder = document["host"] as? [String: Any] ?? document
    return try #require(holder["view"] as? [String: Any])
  }

  @Test(arguments: ["victims", "snapshot"])
  func theJSONSaysWhatIsVisible(_ command: String) throws {
    let inside = try view(inNamespace(command, "--format", "json"))
    #expect(inside["isWhole"] as? Bool == false)
    #expect(inside["limit"] as? String == "pidNamespace")
    // The shell, two that sleep, and memtop.
    #expect(inside["visible"] as? Int == 4)
    let hidden = try view(underHidepid(command, "--format", "json"))
    #expect(hidden["limit"] as? String == "hidepid")
    #expect(hidden["visible"] as? Int == 1)
  }

  @Test func theTableRanksAmongTheVisible() throws {
    let inside = try inNamespace("victims").output
    #expect(inside.contains("RANK OF 4 VISIBLE"))
    #expect(inside.contains("visible are only the 4 processes of this PID namespace"))
    #expect(!inside.contains("the kernel panics"))
    let hidden = try underHidepid("victims").output
    #expect(hidden.contains("RANK OF 1 VISIBLE") && hidden.contains("hidepid"))
  }

  @Test func theCSVSaysOfHowMany() throws {
    let lines = try inNamespace("victims", "--format", "csv").output.split(separator: "\r\n")
    #expect(lines.first?.contains(",ofVisible,") == true)
    #expect(lines.count > 1 && lines.dropFirst().allSatisfy { $0.hasSuffix(",4,") })
  }

  @Test func theScreenSaysSo() throws {
    let file =
      FileManager.default.temporaryDirectory.path() + "/memtop-view-\(UUID().uuidString).txt"
    defer { try? FileManager.default.removeItem(atPath: file) }
    _ = try inNamespace("--no-config", "--pane", "victims", "--screenshot", file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("4 visible: PID namespace"))
    #expect(text.contains("who dies first cannot be told"))
  }

  @Test func theDoctorSaysSo() throws {
    #expect(try inNamespace("doctor").output.contains("4 processes of this PID namespace"))
    #expect(try underHidepid("doctor").output.contains("hidepid"))
  }

  /// Root sees past `hidepid`: nothing is missing then.
  @Test func rootIsToldNothingUnderHidepid() throws {
    let result = try run(
      ["unshare", "--mount", "sh", "-c"],
      "mount -t proc -o hidepid=2 proc /proc || exit 99; \"$0\" \"$@\"",
      ["victims", "--format", "json"])
    let here = try Captured.run(
      [MemtopBinary.path, "victims", "--format", "json"],
      environment: Environment.list(changing: [:]))
    #expect(try view(result)["limit"] as? String == view(here)["limit"] as? String)
  }
}
