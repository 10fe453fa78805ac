import Testing

@testable import MemtopUI

@Suite struct HostPaneFrameTests {
  @Test func aFrameHoldsTitleAndNoteInItsEdges() {
    var surface = Surface(width: 24, height: 8)
    let inside = Frame(title: "Memory 23.5G", note: "no swap").draw(
      into: &surface, Rect(x: 0, y: 0, width: 24, height: 4), .unicode)
    #expect(inside == Rect(x: 1, y: 1, width: 22, height: 2))
    Frame(title: "A title that is much too long", note: "x").draw(
      into: &surface, Rect(x: 0, y: 4, width: 24, height: 4), .ascii)
    expectGolden(surface, "frame")
  }

  @Test(arguments: 0..<6, 0..<4) func smallFramesStayInside(width: Int, height: Int) {
    var surface = Surface(width: 8, height: 6)
    Frame(title: "title", note: "note").draw(
      into: &surface, Rect(x: 1, y: 1, width: width, height: height), .unicode)
    for y in 0..<6 {
      for x in 0..<8
      where !Rect(x: 1, y: 1, width: width, height: height).contains(Point(x: x, y: y)) {
        #expect(surface[x, y] == .blank)
      }
    }
  }
}
