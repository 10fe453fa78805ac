import LinuxKernel
import TestSupport
import Testing

@Suite struct TaskCountTests {
  @Test(arguments: [
    ("0.08 0.03 0.05 1/123 4567\n", 123), ("0.08 0.03 0.05 12/70000 9\n", 70_000),
    ("0.08 0.03", nil), ("0.08 0.03 0.05 1/", nil), ("", nil),
  ]) func theTotalStandsBehindTheSlash(text: String, count: UInt64?) {
    #expect(parsing(text) { TaskCount.parse($0) } == count)
  }

  @Test func theRunningSystemHasSome() throws {
    let root = try KernelRoot()
    var buffer = ReadBuffer()
    let count = try #require(root.value(of: "proc/loadavg", &buffer, TaskCount.parse))
    #expect(count > 1)
  }
}
