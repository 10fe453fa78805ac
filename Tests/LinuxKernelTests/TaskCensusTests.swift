import LinuxKernel
import TestSupport
import Testing

@Suite struct TaskCensusTests {
  @Test(arguments: [
    ("0.08 0.03 0.05 1/123 4567\n", 123, 4567), ("0.08 0.03 0.05 12/70000 9\n", 70_000, 9),
    ("0.08 0.03", nil, nil), ("0.08 0.03 0.05 1/", nil, nil), ("0.08 0.03 0.05 1/2", nil, nil),
    ("", nil, nil),
  ]) func bothStandBehindTheSlash(text: String, tasks: UInt64?, lastPID: UInt64?) {
    let census = parsing(text) { TaskCensus($0) }
    #expect(census?.tasks == tasks)
    #expect(census?.lastPID == lastPID)
  }

  @Test func theRunningSystemHasSome() throws {
    let root = try KernelRoot()
    var buffer = ReadBuffer()
    let census = try #require(root.value(of: "proc/loadavg", &buffer) { TaskCensus($0) })
    #expect(census.tasks > 1)
    #expect(census.lastPID > 0)
  }
}
