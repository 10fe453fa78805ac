import ArgumentParser
import MemtopCore

/// Which system is read; every command has it.
struct SourceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read a captured system: a folder that holds proc, or a series 0001, 0002, ….",
      valueName: "dir"),
    completion: .directory)
  var root = "/"

  @Option(
    help: ArgumentHelp(
      "Where processes come from: bpf or proc (default: bpf in the dashboard, snapshot and "
        + "victims where it can be loaded, else proc).",
      valueName: "source"),
    completion: .list(ProcessSource.allCases.map(\.rawValue)), transform: ArgumentReading.source)
  var source: ProcessSource?

  /// The first option that is given, for commands that have none of them.
  var firstGiven: String? { given.first }

  /// The options that are given.
  var given: [String] {
    (root != "/" ? ["--root"] : []) + (source != nil ? ["--source"] : [])
  }
}
