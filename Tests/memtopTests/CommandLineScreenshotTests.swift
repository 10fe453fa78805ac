import Foundation
import TestSupport
import Testing

/// `memtop --screenshot`: pictures of a captured host, without a terminal.
@Suite struct CommandLineScreenshotTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/memtop-\(UUID().uuidString)"
  private let tree = Fixtures.path("deb11-v2")

  private func take(
    _ name: String, _ arguments: String..., root: String? = nil, locale: String = "C.UTF-8"
  ) throws -> (result: Captured, text: String?) {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = try Captured.run(
      [
        MemtopBinary.path, "--no-config", "--root", root ?? tree, "--screenshot",
        folder + "/" + name,
      ] + arguments, environment: Environment.list(changing: ["LANG": locale]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count <= 1)
    let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    return (result, text)
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60), (20, 5)])
  func aTextHasTheScreensLines(width: Int, height: Int) throws {
    let (result, text) = try take("a.txt", "--size", "\(width)x\(height)")
    #expect(result.ending == .exit(0))
    #expect(result.output.isEmpty && result.error.isEmpty)
    let lines = try #require(text).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == height + 1)
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= width })
    #expect(width < 80 || text?.contains("memtop") == true)
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root can mount a /proc"),
    arguments: [("hidepid=2", "600"), ("hidepid=0", "644")])
  func whatTheHostHidesAPictureDoesNotShow(option: String, mode: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let script = """
      mount -t proc -o \(option) proc /proc || exit 99
      umask 022
      "$0" --no-config --screenshot "$1/a.txt" && stat -c %a "$1/a.txt"
      """
    let result = try Captured.run(
      ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script, MemtopBinary.path, folder],
      environment: Environment.list(changing: ["LANG": "C.UTF-8"]))
    #expect(result.ending == .exit(0), "\(result.error)")
    #expect(result.output == mode + "\n")
  }

  @Test func thePictureDoesNotDependOnTheLocale() throws {
    #expect(try take("a.txt", locale: "C").text == take("a.txt").text)
  }

  @Test func asciiIsASCII() throws {
    let text = try #require(try take("a.txt", "--ascii").text)
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: ["default", "light", "colour-blind", "mono"])
  func aPictureIsWellFormed(theme: String) throws {
    let (result, text) = try take("a.svg", "--theme", theme)
    #expect(result.ending == .exit(0))
    let svg = try #require(text)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains(">backup</text>"))
    // Every tag that is opened is closed, and no text opens one.
    let opened = svg.matches(of: /<[a-z]+[^>]*[^\/]>/).count
    #expect(opened == svg.matches(of: /<\/[a-z]+>/).count)
    #expect(svg.matches(of: /&(?!amp;|lt;|gt;)/).isEmpty)
  }

  @Test func optionsChooseWhatIsShown() throws {
    let text = try #require(
      try take("a.txt", "--columns", "pid,comm", "--filter", "mariadbd", "--sort", "pid").text)
    #expect(text.contains("mariadbd"))
    #expect(!text.contains("dovecot"))
    #expect(!text.contains("USER"))
  }

  @Test func aFileThatCannotBeMadeIsNamedBeforeAnythingIsDone() throws {
    let (result, text) = try take("no/such/folder.svg")
    #expect(result.ending == .exit(73))
    #expect(result.error.contains("--screenshot") && result.error.contains("ENOENT"))
    #expect(text == nil)
  }

  @Test func theRunningSystemCanBeDrawn() throws {
    let (result, text) = try take("a.txt", "--interval", "0.1", root: "/")
    #expect(result.ending == .exit(0))
    #expect(text?.contains("Processes") == true)
  }
}
