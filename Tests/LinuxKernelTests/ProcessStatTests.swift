import LinuxKernel
import Testing

struct ProcessStatTests {
  struct Line: Sendable {
    let text: String
    let comm: String
    let state: Character
    let parent: Int32
    let threads: Int32
    let majorFaults: UInt64
    let startTime: UInt64
    let isKernelThread: Bool
  }

  static let captured = [
    Line(  // 5.10
      text:
        "108 (w1-anon) S 106 0 0 0 -1 4194368 1331 0 7 0 0 1 0 0 20 0 1 0 348 6967296 285 18446744073709551615 4198400 4778289 140730432259296 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 4957680 4981648 154853376 140730432261856 140730432261957 140730432261957 140730432262124 0\n",
      comm: "w1-anon", state: "S", parent: 106, threads: 1, majorFaults: 7, startTime: 348,
      isKernelThread: false),
    Line(  // 6.1
      text:
        "9 (kworker/u2:0-events_unbound) I 2 0 0 0 -1 69239136 0 6 0 0 0 20 0 0 20 0 1 0 60 0 0 18446744073709551615 0 0 0 0 0 0 0 2147483647 0 1 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
      comm: "kworker/u2:0-events_unbound", state: "I", parent: 2, threads: 1, majorFaults: 0,
      startTime: 60, isKernelThread: true),
    Line(  // 6.18
      text:
        "19202 (cat) R 19195 19195 5972 0 -1 4194304 96 0 0 0 0 0 0 0 20 0 1 0 195332 3133440 382 18446744073709551615 94701293391872 94701293411753 140723501512288 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 94701293427760 94701293429376 94701533429760 140723501513211 140723501513231 140723501513231 140723501514731 0\n",
      comm: "cat", state: "R", parent: 19195, threads: 1, majorFaults: 0, startTime: 195_332,
      isKernelThread: false),
    Line(  // A name that looks like the rest of the line.
      text:
        "77 (a) R 1 (b) Z 1 77 77 34816 -1 4228108 0 0 0 0 0 0 0 0 20 0 3 0 18446744073709551615 0 0\n",
      comm: "a) R 1 (b", state: "Z", parent: 1, threads: 3, majorFaults: 0, startTime: .max,
      isKernelThread: false),
    Line(
      text: "1 () S 0 1 1 0 -1 4194560 9 9 9 9 9 9 9 9 20 0 1 0 2 \n", comm: "", state: "S",
      parent: 0, threads: 1, majorFaults: 9, startTime: 2, isKernelThread: false),
  ]

  @Test(arguments: captured)
  func reads(_ line: Line) throws {
    let stat = try #require(parsing(line.text) { ProcessStat($0) })
    #expect(String(decoding: Array(line.text.utf8)[stat.comm], as: UTF8.self) == line.comm)
    #expect(Character(Unicode.Scalar(stat.state)) == line.state)
    #expect(stat.parent == line.parent)
    #expect(stat.threads == line.threads)
    #expect(stat.majorFaults == line.majorFaults)
    #expect(stat.startTime == line.startTime)
    #expect(stat.isKernelThread == line.isKernelThread)
  }

  @Test(arguments: captured)
  func isNeverWrongWhenCut(_ line: Line) {
    let whole = parsing(line.text) { ProcessStat($0) }
    for text in cuts(of: line.text) {
      let stat = parsing(text) { ProcessStat($0) }
      #expect(stat == nil || stat == whole, "cut to \(text.utf8.count) bytes")
    }
  }

  @Test(arguments: [
    "", "(", ")", ")(", "()", "1 (x", "1 (x)", "1 (x) ", "1 (x) R", "1 (x) R ", "1 (x)R 1 1",
    "1 (x) R 99999999999 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 \n",
    "1 (x) R 1 1 1 0 -1 0 0 0 \(tooLarge) 0 0 0 0 0 20 0 1 0 5 \n",
    "1 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 \(tooLarge) \n",
    "1 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 -5 \n",
    "1 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5",
  ])
  func refuses(_ text: String) {
    #expect(parsing(text) { ProcessStat($0) } == nil)
  }

  @Test func takesNamesThatAreNoText() throws {
    var bytes = Array("5 (".utf8)
    bytes += [0xff, 0x1b, 0x5d, 0x0a, 0x29, 0x28]
    bytes += Array(") S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 \n".utf8)
    let stat = try #require(parsing(bytes) { ProcessStat($0) })
    #expect(Array(bytes[stat.comm]) == [0xff, 0x1b, 0x5d, 0x0a, 0x29, 0x28])
  }

  @Test func residentPagesStandBehindTheAddressSpace() {
    #expect(
      Self.captured.map { line in parsing(line.text) { ProcessStat($0)?.resident } } == [
        285, 0, 382, 0, nil,
      ])
  }
}
