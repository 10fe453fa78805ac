import ArgumentParser
import MemtopCore
import MemtopExport

/// How a command writes a document.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, markdown

  /// Writes it to standard output.
  ///
  /// Throws: as `StandardOutput.write`.
  func write(_ document: Document) throws {
    let output = ChunkedOutput(StandardOutput.write)
    if self == .json { return try DocumentJSON.write(document, to: output) }
    let encoding = CharacterEncoding.ofEnvironment()
    try DocumentText(
      isMarkdown: self == .markdown, isUnicode: encoding.isUTF8, measure: encoding.cells
    ).write(document, to: output)
  }
}
