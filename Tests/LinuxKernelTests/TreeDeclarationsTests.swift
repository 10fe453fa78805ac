import LinuxKernel
import TestSupport
import Testing

struct TreeDeclarationsTests {
  @Test(arguments: [
    ("PAGESIZE 65536\nCLK_TCK 250\n", 65536, 250),
    ("PAGE_SIZE                          16384\n", 16384, 100),
    ("CLK_TCK\t1000", 4096, 1000),
    ("PAGESIZE 0\nCLK_TCK -1\n", 4096, 100),
    ("PAGESIZE\nCLK_TCK 1 2\nx y\n\n", 4096, 100),
    ("PAGESIZE \(tooLarge)\n", 4096, 100),
    ("", 4096, 100),
  ])
  func readsWhatGetconfPrints(_ text: String, _ pageSize: UInt64, _ ticks: UInt64) throws {
    let tree = TemporaryTree(["sysconf": text])
    let root = try KernelRoot(tree.path)
    #expect(root.pageSize == pageSize)
    #expect(root.clockTicksPerSecond == ticks)
  }

  @Test func aSeriesDeclaresItOnceForAllItsTrees() throws {
    let series = TemporaryTree(["sysconf": "PAGESIZE 65536\n", "0001/proc/uptime": "1.00 1.00\n"])
    #expect(try KernelRoot(series.path + "/0001").pageSize == 65536)
  }
}
