import Testing

@testable import MemtopUI

struct SurfaceTests {
  @Test(arguments: Role.allCases, [false, true])
  func aCellKeepsItsStyle(_ role: Role, _ isOn: Bool) {
    for style in [Style(role, bold: isOn), Style(role, selected: isOn)] {
      var cell = Cell(scalar: "\u{10ffff}", mark: "\u{e01ef}", style: style)
      #expect(cell.style == style)
      #expect(cell.scalar == "\u{10ffff}")
      #expect(cell.mark == "\u{e01ef}")
      cell.style = .plain
      #expect(cell == Cell(scalar: "\u{10ffff}", mark: "\u{e01ef}", style: .plain))
    }
  }

  @Test func aCellHasNoCharacterInTheRightHalfOfAWideOne() {
    var cell = Cell(scalar: nil, mark: nil, style: Style(.match))
    #expect(cell.scalar == nil)
    #expect(cell.mark == nil)
    cell.mark = "\u{301}"
    #expect(cell == Cell(scalar: nil, mark: "\u{301}", style: Style(.match)))
    cell.mark = nil
    #expect(cell == Cell(scalar: nil, mark: nil, style: Style(.match)))
  }

  @Test func aScreenIsAsLargeAsItsCells() {
    #expect(MemoryLayout<Cell>.stride == 8)
  }

  @Test func aMarkIsDrawnOverTheCharacterBeforeIt() {
    var surface = Surface(width: 4, height: 1) {
      "\u{301}\u{308}".unicodeScalars.contains($0) ? 0 : 1
    }
    surface.put("e\u{301}x\u{308}", x: 0, y: 0, style: Style(.warn, bold: true))
    #expect(surface[0, 0].mark == "\u{301}")
    #expect(surface[1, 0] == Cell(scalar: "x", mark: "\u{308}", style: Style(.warn, bold: true)))
    #expect(surface.lines == ["e\u{301}x\u{308}"])
  }
}
