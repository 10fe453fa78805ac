import ArgumentParser
import MemtopCore
import MemtopUI

/// The options of the dashboard alone.
struct DashboardArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Columns of the process table.", valueName: "a,b,c"),
    completion: Completions.fields, transform: ArgumentReading.fields)
  var columns: [Field] = []

  @Flag(help: "Show processes as a tree.")
  var tree = false

  @Option(
    help: ArgumentHelp(
      "Begin with this pane: \(App.panes.joined(separator: ", ")).", valueName: "name"),
    completion: .list(App.panes), transform: ArgumentReading.pane)
  var pane: String?

  @Flag(help: "Change nothing: no oom_score_adj, no signal.")
  var readOnly = false

  @Flag(help: "Move with h j k l, g g and G, as in vi.")
  var vim = false

  @Flag(help: "Leave memtop's own oom_score_adj and memory as they are.")
  var noProtect = false

  @Option(
    help: ArgumentHelp(
      "Colours: \(Theme.all.map(\.name).joined(separator: ", ")).", valueName: "name"),
    completion: .list(Theme.all.map(\.name)), transform: ArgumentReading.theme)
  var theme: Theme?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Option(
    help: ArgumentHelp(
      "Config file (default: memtop/config.toml in $XDG_CONFIG_HOME or ~/.config).",
      valueName: "file"),
    completion: .file())
  var config: String?

  @Flag(help: "Neither read nor write a config file.")
  var noConfig = false

  @Option(
    help: ArgumentHelp(
      "Append every change of oom_score_adj or a cgroup and every signal to this file.",
      valueName: "file"),
    completion: .file())
  var log: String?

  @Option(
    help: ArgumentHelp("Draw one screen into a file, without a terminal.", valueName: "file"),
    completion: .file(extensions: ["svg", "txt"]), transform: ArgumentReading.screenshot)
  var screenshot: ScreenshotFile?

  @Option(
    help: ArgumentHelp("Size of the screenshot (default: 120x40).", valueName: "size"),
    transform: ArgumentReading.size)
  var size: ScreenSize?

  /// The first option that is given, for commands that have none of them.
  var firstGiven: String? { firstGiven(besides: nil) }

  /// The same for a command that has one of them.
  func firstGiven(besides own: String?) -> String? { given.first { $0 != own } }

  /// The options that are given.
  var given: [String] {
    let given = [
      ("--columns", !columns.isEmpty), ("--tree", tree), ("--pane", pane != nil),
      ("--read-only", readOnly), ("--vim", vim), ("--no-protect", noProtect),
      ("--theme", theme != nil), ("--ascii", ascii),
      ("--config", config != nil), ("--no-config", noConfig),
      ("--log", log != nil),
      ("--screenshot", screenshot != nil), ("--size", size != nil),
    ]
    return given.filter(\.1).map(\.0)
  }
}
