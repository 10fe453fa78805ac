import CTestSystem
import Foundation
import LinuxKernel
import TestSupport
import Testing

/// A process whose first thread has ended, in a real memory cgroup: of version 1 its own file says that
/// it is in the root group.
@Suite struct HeadlessGroupTests {
  private func victims(_ group: SmallGroup, _ source: String) throws -> [Int32] {
    let result = try Captured.run(
      [
        MemtopBinary.path, "victims", "--format", "json", "--source", source, "--cgroup",
        group.path,
      ], environment: Environment.list(changing: [:]))
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(parsed as? [String: Any])
    let victims = try #require(document["victims"] as? [[String: Any]])
    return victims.compactMap { ($0["pid"] as? Int).map(Int32.init) }
  }

  @Test(.enabled(if: SmallGroup.isPossible, SmallGroup.requirement))
  func itIsInItsGroupsOrder() throws {
    let group = try SmallGroup()
    let pid = ctest_headless()
    defer { _ = ctest_end(pid) }
    let root = try KernelRoot()
    var buffer = ReadBuffer()
    // A first thread that still lives would tell the group itself.
    #expect(
      waitUntil {
        root.value(of: "proc/\(pid)/stat", &buffer) { ProcessStat($0) }?.state == UInt8(ascii: "Z")
      })
    try group.take(pid)
    #expect(try victims(group, "proc") == [pid])
  }
}
