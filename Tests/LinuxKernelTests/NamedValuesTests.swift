import Testing

@testable import LinuxKernel

struct NamedValuesTests {
  private func values(_ text: String) -> NamedValues {
    var values = NamedValues()
    parsing(text) { _ = values.update($0) }
    return values
  }

  @Test func saysWhetherNamesChanged() {
    var values = NamedValues()
    #expect(parsing("a 1\nb 2\n") { values.update($0) })
    #expect(!parsing("a 3\nb 4\n") { values.update($0) })
    #expect(values.entries.map(\.value) == [3, 4])
    #expect(parsing("b 4\na 3\n") { values.update($0) })
    #expect(values.entries.map(\.name) == ["b", "a"])
    #expect(parsing("b 4\n") { values.update($0) })
    #expect(values.entries.count == 1)
    #expect(parsing("b 4\nc 5\n") { values.update($0) })
    #expect(values.index(of: "c") == 1)
    #expect(values.index(of: "a") == nil)
  }

  @Test func theFirstOfTwoEqualNamesIsFound() {
    let values = values("a 1\na 2\n")
    #expect(values.entries.count == 2)
    #expect(values.index(of: "a") == 0)
  }

  @Test func findsANameAmongLikeOnes() {
    let values = values("ab 1\na 2\nabc 3\nb 4\naa 5\n")
    #expect(["a", "aa", "ab", "abc", "b"].map { values.index(of: $0) } == [1, 4, 0, 2, 3])
    for name in ["", "A", "abcd", "ac", "c", "ä"] { #expect(values.index(of: name) == nil) }
  }

  @Test func findsEveryNameOfTheRunningKernel() throws {
    let root = try KernelRoot()
    var buffer = ReadBuffer()
    let stat = try #require(root.value(of: "proc/vmstat", &buffer) { VMStat($0) })
    #expect(stat.values.entries.count > 50)
    for (line, entry) in stat.values.entries.enumerated() {
      #expect(stat.values.index(of: entry.name) == line)
    }
  }

  @Test func readingsOfOneKindAreEqualWhateverCameBefore() {
    var other = values("a 1\nb 2\nc 3\n")
    parsing("a 1\nb 2\n") { _ = other.update($0) }
    #expect(other == values("a 1\nb 2\n"))
    #expect(other != values("a 1\nc 2\n"))
    #expect(values("a 1 kB\n") != values("a 1024\n"))
  }

  @Test func countsTheLinesItCouldNotRead() {
    let values = values("a 1\nb x\nc\nd 4\n\ne 5")
    #expect(values.entries.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(values.entries.map(\.value) == [1, nil, nil, 4, nil])
    #expect(values.malformedLines == 3)
  }

  @Test func readsAgainWithoutWhatWasWrongBefore() {
    var values = values("a x\n")
    parsing("a 7\n") { _ = values.update($0) }
    #expect(values.entries.first?.value == 7)
    #expect(values.malformedLines == 0)
  }

  @Test func takesBytesThatAreNoText() {
    let values = parsing([0xff, 0x00, 0x1b, 0x20, 0x31, 0x0a, 0x0a, 0x3a, 0x0a]) { bytes in
      var values = NamedValues()
      _ = values.update(bytes)
      return values
    }
    #expect(values.entries.count == 1)
    #expect(values.entries.first?.value == 1)
  }
}
