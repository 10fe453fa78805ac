import LinuxKernel
import Testing

struct NodeListTests {
  @Test(
    arguments: [
      ("0", "0"), ("0-1,3", "0-1,3"), ("3,0-1,2", "0-3"), ("", ""), ("1-0", nil), ("a", nil),
      ("1,", nil), (",1", nil), ("1-2-3", nil), ("-1", nil), ("+1", nil), ("0-99999999", nil),
    ] as [(String, String?)])
  func readsTheKernelsLists(_ text: String, _ same: String?) {
    #expect(NodeList(text)?.description == same)
  }

  @Test(
    arguments: [("0-1", "1-3", true), ("0", "1", false), ("0,4", "2-5", true), ("", "0", false)])
  func tellsWhetherTwoHaveANodeInCommon(_ a: String, _ b: String, _ isSo: Bool) throws {
    let (one, other) = (try #require(NodeList(a)), try #require(NodeList(b)))
    #expect(one.intersects(other) == isSo && other.intersects(one) == isSo)
  }

  @Test func knowsItsNodes() throws {
    let list = try #require(NodeList("0-1,3"))
    #expect((0...4).map { list.contains($0) } == [true, true, false, true, false])
    #expect(!list.isEmpty && NodeList(3) == NodeList("3"))
  }
}
