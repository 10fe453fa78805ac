import ArgumentParser

/// Which system is read; every command has it.
struct SourceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read a captured system: a folder that holds proc, or a series 0001, 0002, ….",
      valueName: "dir"))
  var root = "/"
}
