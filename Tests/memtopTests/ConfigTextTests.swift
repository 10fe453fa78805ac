import Testing

@testable import MemtopCore
@testable import MemtopUI
@testable import memtop

@Suite struct ConfigTextTests {
  private static let other: Settings = {
    var settings = Settings.standard
    settings.columns = [.pid, .growth, .cmdline]
    settings.sort = .comm
    settings.isDescending = true
    settings.unit = .mib
    settings.theme = "colour-blind"
    settings.interval = 2500
    settings.showsKernelThreads = true
    settings.showsCommandLine = true
    settings.isTree = true
    settings.vim = true
    settings.colours = ["bad=196", "memoryCache=214"]
    settings.pane = "victims"
    settings.filter = "rss>1G user:\"a b\""
    settings.usesASCII = true
    settings.isReadOnly = true
    return settings
  }()

  @Test(arguments: [Settings.standard, other])
  func whatIsWrittenIsReadAgain(settings: Settings) {
    let bytes = ConfigText.write(settings)
    let read = ConfigText(bytes)
    #expect(read.settings == settings)
    #expect(read.problems.isEmpty)
    #expect(ConfigText.isOwn(bytes))
  }

  @Test func keysAreUnique() {
    #expect(Set(Setting.all.map(\.id)).count == Setting.all.count)
    #expect(Setting.all.allSatisfy { !$0.accepts.isEmpty })
  }

  @Test func anEmptyFileIsTheStandard() {
    #expect(ConfigText([]).settings == .standard)
    #expect(ConfigText([]).problems.isEmpty)
    #expect(!ConfigText.isOwn([]))
  }

  @Test func sortAloneTakesItsOwnDirection() {
    #expect(ConfigText(Array("sort = \"pid\"".utf8)).settings.isDescending == false)
    let both = ConfigText(Array("descending = true\nsort = \"pid\"".utf8))
    #expect(both.settings.isDescending)
  }

  @Test(arguments: [
    ("tree = 1", "tree"), ("columns = []", "columns"), ("columns = [\"pid\", 3]", "columns"),
    ("columns = \"pid\"", "columns"), ("columns = [\"nonsense\"]", "columns"),
    ("sort = \"nonsense\"", "sort"), ("units = \"MB\"", "units"), ("theme = \"neon\"", "theme"),
    ("interval = 0", "interval"), ("interval = -inf", "interval"), ("interval = nan", "interval"),
    ("interval = 9223372036854775807", "interval"), ("interval = \"1\"", "interval"),
    ("colours = [\"bad=15\"]", "colours"), ("colours = [\"nobody=196\"]", "colours"),
    ("pane = \"nowhere\"", "pane"), ("filter = \"nope>1\"", "filter"), ("ascii = \"yes\"", "ascii"),
    ("nonsense = 1", "nonsense"), ("vim.a = 1", "vim"), ("\"v\" = 1", "v"),
  ])
  func aWrongValueIsNamedAndTheRestIsUsed(text: String, key: String) {
    let config = ConfigText(Array("kernel-threads = true\n\(text)\n".utf8))
    #expect(config.problems.count == 1)
    #expect(config.problems.first?.hasPrefix(key + " ") == true)
    var expected = Settings.standard
    expected.showsKernelThreads = true
    #expect(config.settings == expected)
  }

  @Test(arguments: [
    Array("tree = ".utf8), Array("= 1".utf8), Array("tree = true\ntree = true".utf8), [0xff, 0xfe],
    Array("tree = true\u{0}".utf8), Array("[[[[[[".utf8), Array("\u{b}[x]".utf8),
    Array(" \t[=]".utf8), Array("[vim]\na = 1".utf8),
    Array("tree = {[=}".utf8), Array("tree.=1".utf8), Array("tree = 1:".utf8),
    Array("tree = 2000-".utf8),
    Array("vim = {a = 1}".utf8), Array("sort = \"\"\"pid\"\"\"".utf8), Array("sort = \"pid".utf8),
    Array(String(repeating: "a = [", count: 5000).utf8),
  ])
  func aBrokenFileIsTheStandardAndSaysSo(bytes: [UInt8]) {
    let config = ConfigText(bytes)
    #expect(config.settings == .standard)
    #expect(config.problems.count == 1)
  }

  @Test func wholeSecondsMayBeWrittenWithoutPoint() {
    #expect(ConfigText(Array("interval = 5".utf8)).settings.interval == 5000)
  }

  /// The parser is C++: whatever the bytes, it must come back.
  @Test func bytesThatWereChangedAtRandomNeverEndTheProgram() {
    var random = SplitMix(state: 20)
    let marks = Array("[]{}=.,\"'#\\\n\t \r0e_-+:ufni".utf8)
    for text in [
      ConfigText.write(Self.other), Array("a.\"b\" = [1, {c = 2000-01-01T00:00:00Z}]".utf8),
    ] {
      for _ in 0..<5000 {
        var bytes = text
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: bytes.remove(at: at)
          case 1: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
          case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: at)
          default: bytes.removeSubrange(at...)
          }
          if bytes.isEmpty { break }
        }
        let config = ConfigText(bytes)
        #expect(!config.settings.columns.isEmpty)
        #expect(Settings.intervals.contains(config.settings.interval))
      }
    }
  }
}

/// The same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
