import LinuxKernel
import Testing

@Suite struct FreeBlocksTests {
  @Test func countsByOrder() {
    let rows = parsing("Node 0, zone   Normal  3342 2441 2138 5025\nNode 1, zone DMA 1 0 2 0\n") {
      FreeBlocks.parse($0)
    }
    #expect(rows.map(\.zone) == ["Normal", "DMA"])
    #expect(rows[0].counts == [3342, 2441, 2138, 5025])
    #expect(rows[0].pages == 3342 + 2 * 2441 + 4 * 2138 + 8 * 5025)
    #expect(rows[0].pages(below: 1) == 3342)
    #expect(rows[1].node == 1)
  }

  @Test func typesAndCountsThatTheKernelGaveUp() {
    let text = """
      Page block order: 9
      Node    0, zone   Normal, type    Unmovable   1118    818 >100000      2
      Number of blocks type     Unmovable      Movable
      Node 0, zone   Normal           10           20

      """
    let rows = parsing(text) { FreeBlocks.parse($0) }
    #expect(rows.first?.type == "Unmovable")
    #expect(rows.first?.counts == [1118, 818, 100_000, 2])
  }

  @Test func aNumberThatWasCutDoesNotCount() {
    #expect(parsing("Node 0, zone Normal 1 2 34") { FreeBlocks.parse($0) }.first?.counts == [1, 2])
    #expect(parsing("Node 0, zone Normal") { FreeBlocks.parse($0) }.isEmpty)
  }
}
