import MemtopCore
import Testing

/// Logs that nobody wrote for a reader.
@Suite struct HostileLogTests {
  @Test(arguments: CapturedLog.names)
  func piecesOfAnySizeSayTheSame(name: String) throws {
    let bytes = try CapturedLog.bytes(name)
    let whole = ReadLog(bytes)
    for size in [1, 7, 64, 1000, 4097] {
      let read = ReadLog(bytes, pieces: size)
      #expect(read.values == whole.values)
      #expect(read.unfinished.count == whole.unfinished.count)
    }
  }

  /// Where a piece ends says nothing: many random splits, with noise and quoting around.
  @Test(arguments: CapturedLog.names)
  func randomSplitsSayTheSame(name: String) throws {
    let lines = try CapturedLog.bytes(name).split(separator: 0x0a, omittingEmptySubsequences: false)
    var random = SplitMix(seed: UInt64(lines.count))
    let words = ["usb 1-1: reset", "[ 77] 0 77 1 2 3 4 5 x", "a invoked oom-killer: order=0", ""]
    var text: [UInt8] = []
    for line in lines {
      if random.next() % 8 == 0 { text += Array("> ".utf8) }
      var cut = 0
      // A mailer wraps at a blank.
      if random.next() % 10 == 0, let blank = line.lastIndex(of: 0x20) {
        cut = line.distance(from: line.startIndex, to: blank)
        text += line.prefix(cut) + Array("\n> ".utf8)
      }
      text += line.dropFirst(cut) + [0x0a]
      if random.next() % 9 == 0 {
        text += Array(words[Int(random.next() % UInt64(words.count))].utf8) + [0x0a]
      }
    }
    let whole = ReadLog(text, pieces: text.count)
    for _ in 0..<20 {
      let read = ReadLog(
        text, cuts: { 1 + Int(random.next() % (random.next() % 2 == 0 ? 40 : 9000)) })
      #expect(read.values == whole.values)
      #expect(read.omissions == whole.omissions)
      #expect(read.unfinished.map(\.reason) == whole.unfinished.map(\.reason))
      #expect(read.unfinished.map(\.report.rowCount) == whole.unfinished.map(\.report.rowCount))
      #expect(read.reported == whole.reported)
    }
  }

  @Test(arguments: CapturedLog.names)
  func brokenBytesCrashNothing(name: String) throws {
    let bytes = try CapturedLog.bytes(name)
    var random = SplitMix(seed: UInt64(bytes.count))
    for _ in 0..<12 {
      var broken = bytes
      for _ in 0..<200 {
        let place = Int(random.next() % UInt64(broken.count))
        switch random.next() % 5 {
        case 0: broken[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: broken.remove(at: place)
        case 2: broken.insert(contentsOf: [0, 0x1b, 0x5b, 0x0a], at: place)
        case 3: broken.insert(contentsOf: "99999999999999999999".utf8, at: place)
        default: broken.insert(contentsOf: broken[place..<min(broken.count, place + 90)], at: place)
        }
      }
      let read = ReadLog(broken, pieces: 1 + Int(random.next() % 5000))
      #expect(read.values.flatMap { $0 }.allSatisfy(isVisible))
      let cut = ReadLog(Array(bytes.prefix(Int(random.next() % UInt64(bytes.count)))))
      #expect(cut.kills.count <= ReadLog(bytes).kills.count)
    }
  }

  private func isVisible(_ value: FieldValue) -> Bool {
    guard case .text(let text) = value else { return true }
    return text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
  }

  @Test func linesWithoutEndAreCut() {
    let kill = Array("Out of memory: Killed process 12 (a) total-vm:8kB, anon-rss:4kB".utf8)
    let long = [UInt8](repeating: 0x61, count: 10 << 20)
    let log = ReadLog(long + kill + [0x0a] + kill + [0x0a] + kill + long + [0x0a])
    #expect(log.kills.map(\.victim.pid) == [12])
    #expect(log.omissions.longLines == 2)
    #expect(log.omissions.repeatedKills == 1)
    #expect(ReadLog([UInt8](repeating: 0, count: 1 << 20)).kills.isEmpty)
    #expect(ReadLog([UInt8](repeating: 0x0a, count: 1 << 16)).kills.isEmpty)
  }

  @Test func namesStayAsTheyAreAndAreShownAsEscapes() throws {
    let bytes =
      Array("Out of memory: Killed process 12 (".utf8) + [0x1b, 0x5b, 0x32, 0x4a, 0xff, 0x09]
      + Array(") total-vm:8kB\n".utf8)
    let kill = try #require(ReadLog(bytes).kills.first)
    #expect(kill.victim.name == "\u{1b}[2J\u{fffd}\t")
    let field = try #require(KillField.all.first { $0.id == "comm" })
    #expect(field.value(kill, LogClock()) == .text("\\x1b[2J\u{fffd}\\x09"))
  }
}

/// A small generator whose numbers are the same in every run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
