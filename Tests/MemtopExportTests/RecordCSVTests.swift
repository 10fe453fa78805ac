import MemtopCore
import Testing

@testable import MemtopExport

@Suite struct RecordCSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("two words", "two words"), ("a,b", "\"a,b\""),
    ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
    ("日本", "日本"),
  ])
  func onlyWhatMustBeIsQuoted(value: String, text: String) {
    #expect(RecordCSV.quoted(value) == text)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
    ("=a,b", "\"'=a,b\""), ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
    ("-500", "-500"), ("-0.25", "-0.25"), ("+1", "'+1"), ("-inf", "'-inf"), ("-0x1p3", "'-0x1p3"),
    ("-1e3", "'-1e3"), ("--1", "'--1"), ("-1.", "'-1."), ("a=1", "a=1"),
  ])
  func whatASpreadsheetTakesForAFormulaIsText(value: String, text: String) {
    #expect(RecordCSV.quoted(value) == text)
  }

  @Test func aNameIsNoFormula() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "=cmd|'/c a'!A1")
    let fields = [Field.pid, .comm, .oomScoreAdj]
    let (model, _) = try model(of: tree.path, fields: fields)
    let collected = Collected()
    try RecordCSV.write(fields, [0], to: collected.output) { $0.value(model, $1) }
    #expect(collected.text == "pid,comm,oomScoreAdj\r\n7,'=cmd|'/c a'!A1,-500\r\n")
  }

  @Test func namesFromOutsideStayInTheirCell() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "a,\"b\" \u{1b}[2J\n(c)")
    tree.addProcess(8, comm: "plain", statm: "0 0 0 0 0 0 0")
    let fields = [Field.pid, .rss, .comm, .oomScoreAdj]
    let (model, _) = try model(of: tree.path, fields: fields)
    let collected = Collected()
    try RecordCSV.write(fields, [0, 1], to: collected.output) { $0.value(model, $1) }
    #expect(
      collected.text == "pid,rss,comm,oomScoreAdj\r\n"
        + "7,40960,\"a,\"\"b\"\" \\x1b[2J\\x0a(c)\",-500\r\n8,,plain,-500\r\n")
  }

  @Test func aRefusedValueSaysSo() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "a")
    tree.write("denied", "proc/7/oom_score\n")
    let fields = [Field.pid, .oomScore]
    let (model, _) = try model(of: tree.path, fields: fields)
    let collected = Collected()
    try RecordCSV.write(fields, [0], to: collected.output) { $0.value(model, $1) }
    #expect(collected.text == "pid,oomScore\r\n7,denied\r\n")
  }
}
