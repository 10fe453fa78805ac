import Foundation
import TestSupport
import Testing

/// What memtop says when it may open hardly any file: nothing is called absent that is there.
@Suite struct FailedReadingTests {
  /// - Parameter limit: descriptors that the program may have open at once.
  private func memtop(_ limit: Int, _ arguments: String...) throws -> Captured {
    try Captured.run(
      ["sh", "-c", "ulimit -n \(limit); exec \"$0\" \"$@\"", MemtopBinary.path] + arguments,
      environment: Environment.list(changing: [:]))
  }

  /// However many it may open: where it gets as far as writing a sample, what is not in it is named.
  @Test(arguments: 3...12) func aSampleNamesWhatFailed(_ limit: Int) throws {
    let result = try memtop(limit, "snapshot", "--format", "json")
    guard result.ending == .exit(0) else {
      // Where not even the libraries could be opened, that is the loader's own line.
      let words = ["EMFILE", "Too many open files", "error while loading shared libraries"]
      #expect(words.contains { result.error.contains($0) })
      return
    }
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let document = try #require(parsed as? [String: Any])
    let failed = document["failed"] as? [[String: Any]] ?? []
    for entry in failed { #expect(entry["errno"] as? String == "EMFILE") }
    let names = failed.compactMap { $0["what"] as? String }
    if document["memory"] is NSNull { #expect(names.contains("memory")) }
    for row in try #require(document["processes"] as? [[String: Any]]) where row["ppid"] is NSNull {
      #expect((row["failed"] as? [String])?.contains("ppid") == true)
    }
  }
}
