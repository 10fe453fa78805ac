import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop explain PID`: why the kernel would kill a process when, and what memory it has.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a process: its place in the kill order, its limits, its memory.",
    discussion: """
      What the dashboard's Explain view shows, from one sample: growth is not known then. In JSON \
      sizes are bytes, and null stands for what is not known.
      """)

  @ParentCommand var parent: Memtop
  @OptionGroup var system: SourceArguments

  @Argument(
    help: ArgumentHelp("The process.", valueName: "pid"), completion: Completions.pids,
    transform: ArgumentReading.pid)
  var pid: Int32

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = DocumentFormat.text

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for explain", .usage)
    }
    let source = try HostSource(system.root)
    let explanation = try ProcessReport(source, system.source).explanation(of: pid)
    try format.write(explanation.document())
  }
}
