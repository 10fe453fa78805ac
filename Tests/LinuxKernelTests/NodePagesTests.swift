import TestSupport
import Testing

@testable import LinuxKernel

struct NodePagesTests {
  @Test func addsUpTheZonesOfEachNode() throws {
    let text = """
      Node 0, zone      DMA
        per-node stats
            nr_inactive_anon 5
        pages free     3840
              spanned  4095
              present  3998
              managed  3840
      Node 0, zone   Normal
              spanned  1000
              present  900
      Node 1, zone   Normal
              spanned  600
              present  500

      """
    let nodes = try #require(parsing(text) { NodePages($0) }).nodes
    #expect(nodes.map(\.number) == [0, 1])
    #expect(nodes.map(\.present) == [4898, 500])
    #expect(nodes.map(\.spanned) == [5095, 600])
  }

  @Test(arguments: ["", "present 5\n", "Node x, zone DMA\n"])
  func withoutANodeThereIsNothing(_ text: String) {
    #expect(parsing(text) { NodePages($0) } == nil)
  }

  @Test func aProcesssNodesAreAList() throws {
    let tree = TemporaryTree([
      "proc/7/status": "Name:\tx\nMems_allowed:\t00000003\nMems_allowed_list:\t0-1\n",
      "proc/8/status": "Name:\tx\n",
    ])
    let root = try KernelRoot(tree.path)
    var buffer = ReadBuffer()
    #expect(AllowedNodes.read(7, in: root, &buffer) == NodeList("0-1"))
    #expect(AllowedNodes.read(8, in: root, &buffer) == nil)
    #expect(AllowedNodes.read(9, in: root, &buffer) == nil)
  }
}
