import ArgumentParser
import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop diagnose`: whether the host needs more memory, with evidence.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say whether this host needs more memory, with evidence, and what to do.",
    discussion: """
      Two samples a second apart are taken where no time is given; growth needs minutes of them. \
      A series given by --root is read as time. The exit code is 0; with --fail-on it is 1 where \
      the host is strained and 2 where it is critical.
      """)

  enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case strained, critical
  }

  @ParentCommand var parent: Memtop
  @OptionGroup var system: SourceArguments

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("Watch so long: 60s, 10m, 2h.", valueName: "time"),
    transform: ArgumentReading.span)
  var duration: Int?

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = DocumentFormat.text

  @Option(help: ArgumentHelp("End with 1 or 2 from this level on.", valueName: "level"))
  var failOn: FailOn?

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for diagnose", .usage)
    }
    let source = try HostSource(system.root)
    if duration != nil, !source.isLive {
      throw CommandFailure("--for is for the running system, not for --root", .usage)
    }
    var reader = DiagnosisReader(source.root)
    var watch = DiagnosisWatch(ConfigSource.thresholds())
    let seconds = duration ?? 1
    let showsProgress = duration != nil && isatty(STDERR_FILENO) != 0
    let plan = SamplingPlan(all: DiagnosisReader.files)
    // Who is killed is asked once, at the end.
    var last = plan
    last.follow(KillPlan())
    let model = try source.sample(
      plan, last: last, from: system.source, count: seconds + 1, interval: 1000
    ) { number, tree, model in
      if !source.isLive { reader = DiagnosisReader(tree) }
      var facts = reader.facts(model)
      if source.isLive, number >= seconds { facts.addKillsBefore() }
      watch.advance(facts)
      if showsProgress { StandardOutput.progress("watching: \(number) of \(seconds) s") }
    }
    if showsProgress { StandardOutput.progress("") }
    guard let report = DiagnosisReport(watch, model) else { return }
    try write(report)
    let code = Self.code(report.verdict.level, failOn)
    if code != 0 { throw ExitCode(code) }
  }

  static func code(_ level: DiagnosisLevel, _ failOn: FailOn?) -> Int32 {
    switch (failOn, level) {
    case (nil, _): 0
    case (_, .critical): 2
    case (.strained, .strained): 1
    default: 0
    }
  }

  private func write(_ report: DiagnosisReport) throws {
    // Its JSON has keys of its own, which programs rely on.
    if format == .json {
      return try DiagnosisJSON.write(report, to: ChunkedOutput(StandardOutput.write))
    }
    try format.write(report.document)
  }
}
