import LinuxKernel
import TestSupport
import Testing

struct CapturedSeriesTests {
  @Test func oneTreeIsItself() {
    let tree = TemporaryTree(["0001/proc/uptime": ""])
    #expect(CapturedSeries.trees(in: tree.path) == [tree.path])
    #expect(CapturedSeries.trees(in: tree.path + "//") == [tree.path])
  }

  @Test func aSeriesIsItsTreesInOrder() {
    let parent = TemporaryTree()
    let series = parent.path + "/series"
    for name in ["0010", "0002", "0001", "00011", "x001", "12", "-001"] {
      parent.makeDirectory("series/" + name + "/proc")
    }
    parent.makeDirectory("series/0003")
    parent.write("series/0004", [])
    #expect(
      CapturedSeries.trees(in: series) == ["0001", "0002", "0010"].map { series + "/" + $0 })
  }

  @Test(arguments: ["/no/such/folder", "/"])
  func whatHoldsNoTreesIsLeftForTheReaderToJudge(_ path: String) {
    #expect(CapturedSeries.trees(in: path) == [path])
  }
}
