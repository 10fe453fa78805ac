import Testing

@testable import MemtopExport

@Suite struct ChunkedOutputTests {
  private struct Full: Error {}

  @Test func smallTextIsHandedOnAtTheEnd() throws {
    let collected = Collected()
    var output = collected.output
    output.put("a")
    try output.passOn()
    #expect(collected.pieces.isEmpty)
    try output.finish()
    try output.finish()
    #expect(collected.pieces == [[0x61]])
  }

  @Test func largeTextIsHandedOnInPieces() throws {
    let collected = Collected()
    var output = collected.output
    let line = String(repeating: "x", count: 999) + "\n"
    for _ in 0..<1000 {
      output.put(line)
      try output.passOn()
    }
    try output.finish()
    #expect(collected.text == String(repeating: line, count: 1000))
    #expect(collected.pieces.count > 10)
    #expect(collected.pieces.allSatisfy { $0.count < 70_000 })
  }

  @Test func theSinksErrorEndsTheOutput() {
    #expect(throws: Full.self) {
      var output = ChunkedOutput { _ in throw Full() }
      output.put("a")
      try output.finish()
    }
  }
}
