import Glibc
import Testing

/// What the command line refuses: one line on standard error that names it, a code of sysexits.h,
/// nothing on standard output.
@Suite struct CommandLineTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let code: Int32
    let words: [String]

    init(_ arguments: String, _ code: Int32, _ words: String...) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.code = code
      self.words = words
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Refusal("", 64, "terminal", "memtop snapshot"),
    Refusal("--root /", 64, "terminal", "memtop snapshot"),
    Refusal("snapshot --fields nonsense", 64, "nonsense", "--fields", "oomScoreAdj"),
    Refusal("snapshot --fields rss,,pid", 64, "--fields", "oomScoreAdj"),
    Refusal("snapshot --sort nonsense", 64, "nonsense", "--sort", "oomScoreAdj"),
    Refusal("snapshot --sort", 64, "missing value", "--sort"),
    Refusal("snapshot --format xml", 64, "xml", "table", "json", "csv"),
    Refusal("snapshot --filter rss>x", 64, "rss>x", "--filter", "512M"),
    Refusal("snapshot --filter nonsense>1", 64, "nonsense", "oomScoreAdj"),
    Refusal("snapshot --interval 0", 64, "--interval", "0.1 to 3600"),
    Refusal("snapshot --interval -1", 64, "--interval", "0.1 to 3600"),
    Refusal("snapshot --interval 3601", 64, "--interval", "0.1 to 3600"),
    Refusal("snapshot --interval nan", 64, "--interval", "0.1 to 3600"),
    Refusal("snapshot --interval 1e400", 64, "--interval", "0.1 to 3600"),
    Refusal("snapshot --limit -1", 64, "--limit", "0 or more"),
    Refusal("snapshot --limit 99999999999999999999", 64, "--limit", "0 or more"),
    Refusal("snapshot --nonsense", 64, "--nonsense"),
    Refusal("snapshot nonsense", 64, "nonsense"),
    Refusal("nonsense", 64, "nonsense"),
    Refusal("snapshot --tree", 64, "--tree", "dashboard"),
    Refusal("--theme snapshot snapshot", 64, "default", "light", "colour-blind", "mono"),
    Refusal("snapshot --theme mono", 64, "--theme", "dashboard"),
    Refusal("--columns nonsense", 64, "nonsense", "--columns", "oomScoreAdj"),
    Refusal("--size 3x3", 64, "3x3", "20x5"),
    Refusal("--size 80", 64, "80", "120x40"),
    Refusal("--screenshot picture.png", 64, "picture.png", ".svg", ".txt"),
    Refusal("snapshot --root /nonexistent", 66, "--root", "/nonexistent", "ENOENT"),
    Refusal("snapshot --root /etc/passwd", 66, "--root", "/etc/passwd", "ENOTDIR"),
    Refusal("snapshot --user no-such-user", 67, "no-such-user"),
    Refusal("snapshot --root \u{1b}]0;x", 66, "\\x1b]0;x"),
  ])
  func badInputIsNamedInOneLine(refusal: Refusal) throws {
    let result = try Captured.run(
      [MemtopBinary.path] + refusal.arguments, environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(refusal.code))
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("memtop: "))
    #expect(result.error.hasSuffix("\n"))
    #expect(result.error.dropLast().allSatisfy { $0 != "\n" && $0 != "\u{1b}" })
    for word in refusal.words { #expect(result.error.contains(word)) }
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["snapshot", "--help"], ["help", "snapshot"], ["--version"],
  ])
  func helpGoesToStandardOutput(arguments: [String]) throws {
    let result = try Captured.run(
      [MemtopBinary.path] + arguments, environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    #expect(!result.output.isEmpty)
  }

  @Test func helpIntoAClosedPipeEndsQuietly() throws {
    let shell = "\(MemtopBinary.path) --help | true; exit ${PIPESTATUS[0]}"
    let result = try Captured.run(
      ["/bin/bash", "-c", shell], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
  }
}
