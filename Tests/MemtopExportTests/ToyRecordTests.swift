import Foundation
import MemtopCore
import TestSupport
import Testing

@testable import MemtopExport

/// A new subject is written by what writes all of them.
@Suite struct ToyRecordTests {
  @Test func asCSV() throws {
    let collected = Collected()
    try RecordCSV.write(ToyField.all, Toy.some, to: collected.output) { $0.value($1) }
    #expect(
      collected.text
        == "name,size,parts\r\ntrain,3145728,12\r\nball,4096,\r\nbricks,5368709120,400\r\n")
  }

  @Test func asJSON() throws {
    let collected = Collected()
    var json = JSONWriter(collected.output)
    json.beginArray(.lines)
    for toy in Toy.some { FieldJSON.write(ToyField.all, &json) { $0.value(toy) } }
    json.end()
    try json.output.finish()
    let parsed = try JSONSerialization.jsonObject(with: Data(collected.text.utf8))
    let toys = try #require(parsed as? [[String: Any]])
    #expect(toys.map { $0["name"] as? String } == ["train", "ball", "bricks"])
    #expect(toys[1]["parts"] is NSNull && toys[2]["size"] as? Int == 5 << 30)
  }

  @Test func asATable() throws {
    let collected = Collected()
    var output = collected.output
    let table = TextTable(TerminalText(isUnicode: true) { $0.count })
    try table.put(ToyField.all, Toy.some, to: &output) { FieldText(now: 0).write($0.value($1)) }
    try output.finish()
    #expect(
      collected.text == """
        NAME     SIZE  PARTS
        train   3.00M     12
        ball       4K      –
        bricks  5.00G    400

        """)
  }
}
