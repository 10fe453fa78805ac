import Glibc
import MemtopUI
import TestSupport
import Testing

@testable import memtop

/// `memtop config`: the program itself, with files of its own.
@Suite struct ConfigCommandTests {
  private let tree = TemporaryTree()

  private func run(_ arguments: String..., config: String? = nil) throws -> Captured {
    if let config { tree.write("memtop/config.toml", Array(config.utf8)) }
    return try Captured.run(
      [MemtopBinary.path, "config"] + arguments,
      environment: Environment.list(changing: ["XDG_CONFIG_HOME": tree.path]))
  }

  @Test func thePathIsWhereItIsLookedFor() throws {
    #expect(try run("--path").output == tree.path + "/memtop/config.toml\n")
  }

  @Test func theDefaultsAreAFileThatIsRight() throws {
    let defaults = try run("--defaults").output
    #expect(Array(defaults.utf8) == ConfigText.write(.standard))
    let check = try run("--check", config: defaults)
    #expect(check.ending == .exit(0))
    #expect(check.error.isEmpty)
  }

  @Test func withoutAFileTheDefaultsAreInForce() throws {
    let shown = try run()
    #expect(shown.ending == .exit(0))
    #expect(ConfigText(Array(shown.output.utf8)).settings == .standard)
    #expect(!shown.output.contains("from the file"))
  }

  @Test func whatIsShownSaysWhereItComesFromAndIsAFileItself() throws {
    let shown = try run("--show", config: "tree = true\n").output
    #expect(shown.contains("# from the file; true or false\ntree = true\n"))
    #expect(shown.contains("# default; true or false\nvim = false\n"))
    let again = ConfigText(Array(shown.utf8))
    #expect(again.settings.isTree)
    #expect(again.problems.isEmpty)
  }

  @Test func everyMistakeIsALineWithItsPlaceAndTheNearestKey() throws {
    let check = try run(
      "--check", config: "tree = true\nteme = \"mono\"\nunits = \"MB\"\nxyzzy = 1\n")
    #expect(check.ending == .exit(1))
    let lines = check.error.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(check.error.contains("config.toml: teme is no key in line 2 (did you mean theme?)"))
    #expect(check.error.contains("config.toml: units is not one of "))
    #expect(check.error.contains("config.toml: xyzzy is no key in line 4 (keys: columns, "))
  }

  @Test(
    arguments: [
      ("teme", "theme"), ("colums", "columns"), ("kernel_threads", "kernel-threads"),
      ("xyzzy", nil), ("", nil), ("a", nil),
    ] as [(String, String?)])
  func aMistypedNameIsNearestToOne(_ word: String, _ name: String?) {
    #expect(NearestName.find(word, among: Setting.all.map(\.id)) == name)
  }

  @Test func otherCommandsOptionsAreRefused() throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--tree", "config"], environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(64))
    #expect(result.error == "memtop: --tree is not for config\n")
  }
}
