import LinuxKernel
import TestSupport
import Testing

struct ThreadMemoryTests {
  private static let stat = "S 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 3 0 5000 409600 77 0\n"

  @Test func aLivingThreadTellsWhatTheProcessDoesNot() throws {
    let tree = TemporaryTree([
      "proc/9/task/9/stat": "9 (x) Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 3 0 5000 0 0 0\n",
      "proc/9/task/9/status": "Name:\tx\n",
      "proc/9/task/11/stat": "11 (x) \(Self.stat)",
      "proc/9/task/11/status": "Name:\tx\nRssAnon:\t 300 kB\nVmPTE:\t 40 kB\n",
    ])
    var buffer = ReadBuffer()
    let memory = try #require(ThreadMemory.read(9, in: KernelRoot(tree.path), &buffer))
    #expect(memory.stat.resident == 77)
    #expect(memory.status.rssAnon == 300 << 10)
  }

  @Test func threadsWithoutMemoryTellNothing() throws {
    let tree = TemporaryTree([
      "proc/9/task/11/stat": "11 (x) \(Self.stat)", "proc/9/task/11/status": "Name:\tx\n",
    ])
    var buffer = ReadBuffer()
    let root = try KernelRoot(tree.path)
    #expect(ThreadMemory.read(9, in: root, &buffer) == nil)
    #expect(ThreadMemory.read(8, in: root, &buffer) == nil)
  }
}
