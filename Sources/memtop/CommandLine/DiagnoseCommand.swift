import ArgumentParser
import Glibc
import LinuxKernel
import MemtopCore
import MemtopExport
import MemtopUI

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

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, markdown
  }

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
  var format = Format.text

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
    var watch = DiagnosisWatch(thresholds())
    try source.watch(
      SamplingPlan(all: DiagnosisReader.files), from: system.source, seconds: duration ?? 1,
      showsProgress: duration != nil && isatty(STDERR_FILENO) != 0, into: &watch)
    guard let report = DiagnosisReport(watch) else { return }
    try write(report)
    let code = Self.code(report.verdict.level, failOn)
    if code != 0 { throw ExitCode(code) }
  }

  /// What the user's config file changes.
  private func thresholds() -> DiagnosisThresholds {
    guard let path = ConfigPath.standard(), let text = try? ConfigStore(path: path).load() else {
      return .standard
    }
    return text.settings.thresholds
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
    let output = ChunkedOutput(StandardOutput.write)
    if format == .json { return try DiagnosisJSON.write(report, to: output) }
    let encoding = CharacterEncoding.adopt()
    try DiagnosisText(
      isMarkdown: format == .markdown, isUnicode: encoding.isUTF8, measure: encoding.cells
    ).write(report, to: output)
  }
}

extension HostSource {
  /// Takes samples for so long, once a second, or one of each captured tree, and has them judged.
  ///
  /// Throws: when processes cannot be listed.
  func watch(
    _ plan: SamplingPlan, from choice: ProcessSource?, seconds: Int, showsProgress: Bool,
    into watch: inout DiagnosisWatch
  ) throws(CommandFailure) {
    var sampler = try sampler(choice, of: trees[0])
    var reader = DiagnosisReader(trees[0])
    var model = Model(facts: sampler.facts)
    var deadline = KernelClock.monotonic()
    for number in 0..<(isLive ? max(2, seconds + 1) : trees.count) {
      if number > 0 {
        if isLive {
          deadline += 1_000_000_000
          KernelClock.sleep(until: deadline)
        } else {
          sampler = Sampler(trees[number])
          reader = DiagnosisReader(trees[number])
        }
      }
      do throws(KernelError) {
        try model.advance(followsGrowth: false) {
          (next: inout Sample, last: borrowing Sample) throws(KernelError) in
          try sampler.take(into: &next, after: last, plan: plan)
        }
      } catch {
        throw CommandFailure("processes", error, .noInput)
      }
      watch.advance(reader.facts(model))
      if showsProgress { StandardOutput.progress("watching: \(number) of \(seconds) s") }
    }
    if showsProgress { StandardOutput.progress("") }
  }
}
