import MemtopCore
import MemtopExport
import Testing

@Suite struct SnapshotTableTests {
  private func lines(_ tree: TestTree, fields: [Field], isUnicode: Bool = true) throws -> [String] {
    let (model, rows) = try model(of: tree.path, fields: fields)
    let collected = Collected()
    let style = FieldText(now: model.sample.wall, absent: isUnicode ? "–" : "-")
    let table = SnapshotTable(style, isUnicode: isUnicode) { $0.unicodeScalars.count }
    try table.write(model, rows: rows, fields: fields, to: collected.output)
    return collected.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func theHostComesFirstAndColumnsAlign() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "nginx")
    tree.addProcess(1234, comm: "kworker", statm: "0 0 0 0 0 0 0")
    let lines = try lines(tree, fields: [.pid, .comm, .rss, .growth, .user])
    #expect(
      lines == [
        "host      web-07, Linux 6.12.8, up 00:01:40, 2023-11-14 22:15:00",
        "state     HEALTHY: 7.63G available (50 %). \"free\" is low because 5.72G of cache is at work; it is given back on demand.",
        "memory    total 15.3G, available 7.63G, free 977M, cache 5.72G, anon –, shmem –, kernel –",
        "swap      total 3.81G, used 977M, cached 1.00M",
        "pressure  the capture has no /proc/pressure/memory",
        "view      only 2 processes were captured, as hidepid shows them or of a part of the host; the kernel compares all of the host's: ranks are among the visible, and who dies first cannot be told",
        "",
        " PID  COMMAND  RSS  Δ/min  USER",
        "   7  nginx    40K      –  1000",
        "1234  kworker    –      –  1000",
        "",
      ])
  }

  @Test func outsideUTF8AllIsASCII() throws {
    let tree = TestTree()
    tree.addProcess(7, comm: "日本")
    let text = try lines(tree, fields: [.pid, .growth, .comm], isUnicode: false)
    #expect(text.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(text[7] == "PID  growth  COMMAND")
    #expect(text[8] == "  7       -  \\u{65e5}\\u{672c}")
  }
}
