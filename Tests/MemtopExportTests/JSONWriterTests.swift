import Foundation
import Testing

@testable import MemtopExport

@Suite struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) throws -> String {
    let collected = Collected()
    var json = JSONWriter(collected.output)
    body(&json)
    try json.output.finish()
    return collected.text
  }

  @Test func emptyContainersStayTogether() throws {
    let text = try written { json in
      json.beginObject(.lines)
      json.key("a")
      json.beginArray(.lines)
      json.end()
      json.end()
    }
    #expect(text == "{\n  \"a\": []\n}\n")
  }

  @Test func inlineMembersShareALine() throws {
    let text = try written { json in
      json.beginArray(.lines)
      for _ in 0..<2 {
        json.beginObject(.inline)
        json.key("a")
        json.integer(1 as Int?)
        json.key("b")
        json.null()
        json.end()
      }
      json.end()
    }
    #expect(text == "[\n  {\"a\": 1, \"b\": null},\n  {\"a\": 1, \"b\": null}\n]\n")
  }

  @Test(arguments: [
    "plain", "a\"b\\c", "tab\tnewline\nreturn\r", "\u{0}\u{1}\u{1f}\u{7f}", "日本 é 🙂", "\u{2028}",
    "</script>",
  ])
  func stringsComeBackUnchanged(text: String) throws {
    let json = try written { json in
      json.beginArray(.inline)
      json.string(text)
      json.end()
    }
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
    #expect(parsed == [text])
  }

  @Test(arguments: [
    (0.0, "0.0"), (0.1, "0.1"), (12.3456, "12.346"), (-0.25, "-0.25"), (.infinity, "null"),
    (.nan, "null"), (1e300, "1e+300"),
  ])
  func decimalsAreWrittenToTheThousandth(value: Double, text: String) throws {
    #expect(try written { $0.decimal(value) } == text)
  }

  @Test func integersBeyondTwoToThe63StayWhole() throws {
    #expect(try written { $0.integer(UInt64.max) } == "18446744073709551615")
    #expect(try written { $0.integer(Int64.min) } == "-9223372036854775808")
    #expect(try written { $0.integer(UInt64?.none) } == "null")
  }
}
