import Foundation
import TestSupport
import Testing

/// What the config file does to the dashboard, seen in a picture of it.
@Suite struct CommandLineConfigTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/memtop-\(UUID().uuidString)"
  private let tree = Fixtures.path("deb11-v2")

  private func screen(config: String, arguments: [String] = []) throws -> String {
    let place = folder + "/memtop"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(config.utf8).write(to: URL(fileURLWithPath: place + "/config.toml"))
    let result = try Captured.run(
      [MemtopBinary.path, "--root", tree, "--screenshot", folder + "/a.txt"] + arguments,
      environment: Environment.list(changing: ["XDG_CONFIG_HOME": folder]))
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    #expect(try String(contentsOfFile: place + "/config.toml", encoding: .utf8) == config)
    return try String(contentsOfFile: folder + "/a.txt", encoding: .utf8)
  }

  @Test func theFileChoosesColumnsAndOrder() throws {
    let text = try screen(config: "columns = [\"pid\", \"threads\", \"comm\"]\nsort = \"pid\"\n")
    #expect(text.contains("THR"))
    #expect(text.contains("sort: PID"))
    #expect(!text.contains("USER"))
  }

  @Test func theCommandLineGoesBeforeTheFile() throws {
    let text = try screen(
      config: "columns = [\"pid\", \"threads\", \"comm\"]\n",
      arguments: ["--columns", "pid,user,comm"])
    #expect(text.contains("USER"))
    #expect(!text.contains("THR"))
  }

  @Test func noConfigLeavesItAlone() throws {
    let text = try screen(config: "columns = [\"pid\"]\n", arguments: ["--no-config"])
    #expect(text.contains("USER"))
  }

  @Test func aBrokenFileIsSaidAndTheRestWorks() throws {
    let text = try screen(config: "columns = [")
    #expect(text.contains("config.toml"))
    #expect(text.contains("USER"))
  }

  /// A name that is mistyped must not pass for a file without settings.
  @Test(arguments: ["/nonexistent/a.toml", "absent.toml", "/proc"])
  func aNamedFileThatCannotBeReadIsRefused(_ path: String) throws {
    let result = try Captured.run(
      [MemtopBinary.path, "--root", tree, "--config", path, "--screenshot", folder + ".txt"],
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(66))
    #expect(result.output.isEmpty)
    let reason = path == "/proc" ? "it is not a file" : "No such file or directory (ENOENT)"
    #expect(result.error == "memtop: --config: \(path): \(reason)\n")
    #expect(!FileManager.default.fileExists(atPath: folder + ".txt"))
  }
}
