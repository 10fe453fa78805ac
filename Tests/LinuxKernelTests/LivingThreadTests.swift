import LinuxKernel
import TestSupport
import Testing

struct LivingThreadTests {
  private static func stat(_ flags: Int) -> String {
    "(x) S 1 1 1 0 -1 \(flags) 0 0 0 0 0 0 0 0 20 0 3 0 5000 409600 77 0\n"
  }

  /// The first thread has left its group of version 1, and so has one that is ending.
  @Test func aThreadThatStaysTellsTheGroup() throws {
    let tree = TemporaryTree([
      "proc/9/task/9/stat": "9 " + Self.stat(4), "proc/9/task/9/cgroup": "5:memory:/\n",
      "proc/9/task/10/stat": "10 " + Self.stat(0x40_0044), "proc/9/task/10/cgroup": "5:memory:/\n",
      "proc/9/task/11/stat": "11 " + Self.stat(0x40_0040),
      "proc/9/task/11/cgroup": "7:cpu:/c\n5:memory:/shop\n",
    ])
    var buffer = ReadBuffer()
    let root = try KernelRoot(tree.path)
    let path = LivingThread.cgroup(of: 9, in: root, &buffer)
    #expect(path.map { String(decoding: $0, as: UTF8.self) } == "/shop")
    #expect(LivingThread.cgroup(of: 8, in: root, &buffer) == nil)
  }
}
