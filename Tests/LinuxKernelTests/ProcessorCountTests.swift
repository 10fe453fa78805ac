import LinuxKernel
import Testing

struct ProcessorCountTests {
  @Test(
    arguments: [
      ("cpu  1 2 3\ncpu0 1 2\ncpu1 1 2\nintr 5\n", 2), ("cpu  1 2 3\nbtime 5\n", nil),
      // Processor 1 is offline.
      ("cpu  1\ncpu0 1\ncpu2 1\n", 2), ("", nil), ("cpux 1\n", nil),
    ] as [(String, Int?)])
  func countsLinesOfStat(_ text: String, _ count: Int?) {
    #expect(parsing(text) { ProcessorCount.inStat($0) } == count)
  }

  @Test(
    arguments: [
      ("Node 0, zone DMA\n  pagesets\n    cpu: 0\n              count: 0\n    cpu: 1\n", 2),
      ("  pagesets\n    cpu: 0\nNode 0, zone Normal\n  pagesets\n    cpu: 0\n", 1),
      ("Node 0, zone DMA\n", nil), ("    cpu: 99999999999\n", nil), ("    cpu: 0", nil),
    ] as [(String, Int?)])
  func takesTheHighestOfZoneInfo(_ text: String, _ count: Int?) {
    #expect(parsing(text) { ProcessorCount.inZoneInfo($0) } == count)
  }
}
