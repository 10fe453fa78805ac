import LinuxKernel
import TestSupport
import Testing

@Suite struct CompressedSwapTests {
  @Test func theThirdNumberIsTheCost() throws {
    let stat = try #require(parsing("4096000 1024000 1100000 0 1200000 7 0 3 0\n") { ZramStat($0) })
    #expect(stat.original == 4_096_000 && stat.compressed == 1_024_000 && stat.used == 1_100_000)
    #expect(parsing("4096 1024") { ZramStat($0) } == nil)
    #expect(parsing("4096 1024 11") { ZramStat($0) } == nil)
  }

  @Test func onlyDevicesThatAreSwappedToCount() throws {
    let tree = TemporaryTree([
      "sys/block/zram0/mm_stat": "10 5 6 0 6 0 0 0\n",
      "sys/block/zram1/mm_stat": "99 9 9 0 9 0 0 0\n",
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    let swaps = try #require(
      parsing("Filename\n/dev/zram0 partition 100 1 5\n/dev/sda2 partition 100 1 -2\n") {
        SwapDevice.parse($0)
      })
    #expect(swaps.map(\.zramName) == ["zram0", nil])
    #expect(ZramStat.list(of: swaps, root, &buffer).map(\.stat.used) == [6])
  }
}
