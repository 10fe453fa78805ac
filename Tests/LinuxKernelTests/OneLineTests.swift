import LinuxKernel
import Testing

struct OneLineTests {
  @Test(arguments: [
    ("6.1.0-41-amd64\n", "6.1.0-41-amd64"), ("web-07\nmore\n", "web-07"), ("cut", "cut"),
    (" \n", " "), ("\u{1b}[31m\n", "\u{1b}[31m"),
  ])
  func takesTheFirstLine(_ text: String, _ line: String) {
    #expect(parsing(text, OneLine.parse) == line)
  }

  @Test(arguments: ["", "\n", "\nsecond\n"])
  func anEmptyLineIsNone(_ text: String) {
    #expect(parsing(text, OneLine.parse) == nil)
  }
}
