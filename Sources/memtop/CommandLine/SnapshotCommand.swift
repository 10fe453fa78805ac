import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop snapshot`: what the dashboard shows, once, on standard output.
struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Write one sample to standard output.",
    discussion: """
      Where a rate is asked for, by name or with --interval, two samples are taken; growth needs \
      ten seconds of them. In JSON and CSV sizes are bytes.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv
  }

  @ParentCommand var parent: Memtop
  @OptionGroup var system: SourceArguments
  @OptionGroup var list: ListArguments

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = Format.table

  @Option(
    help: ArgumentHelp("The fields of each process.", valueName: "a,b,c"),
    completion: Completions.fields, transform: ArgumentReading.fields)
  var fields: [Field] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many processes.", valueName: "n"),
    transform: ArgumentReading.limit)
  var limit: Int?

  /// What can be added to the JSON document.
  enum Addition: String, CaseIterable, ExpressibleByArgument {
    case kernel, cgroups
  }

  @Option(
    help: ArgumentHelp(
      "Adds to the JSON what memtop kernel or memtop cgroups writes; may be given twice.",
      valueName: "part"))
  var with: [Addition] = []

  func run() throws {
    if let option = parent.dashboard.firstGiven {
      throw CommandFailure("\(option) is for the dashboard, not for snapshot", .usage)
    }
    if !with.isEmpty, format != .json {
      throw CommandFailure("--with is for --format json", .usage)
    }
    let source = try HostSource(system.root)
    let sort: Field? = try list.sort()
    var options = ListOptions(sort: sort ?? .oomScore)
    if list.reverse { options.isDescending.toggle() }
    options.filter = try list.filter()
    options.user = try list.user.map { try HostUsers(source.root).named($0) }
    options.showsKernelThreads = list.kernelThreads ?? (format != .table)
    let fields = fields.isEmpty ? Self.standardFields(format) : fields
    let plan = SamplingPlan(columns: fields, options: options, everywhere: true)
    var reader = DiagnosisReader(source.root)
    var watch = DiagnosisWatch(ConfigSource.thresholds())
    let count = sampleCount(options)
    var model = try source.sample(
      plan, from: system.source, prefersKernel: true, count: count,
      interval: list.interval ?? Self.interval
    ) { number, tree, model in
      if !source.isLive { reader = DiagnosisReader(tree) }
      var facts = reader.facts(model)
      // CSV has no room for a verdict.
      if source.isLive, number == count - 1, format != .csv { facts.addKillsBefore() }
      watch.advance(facts)
    }
    let asked = [options.sort] + fields + options.filter.fields
    if asked.contains(.user) { HostUsers(source.root).name(&model) }
    if asked.contains(where: \.isSlow) { walk(source.root, &model) }
    var processes = ProcessList()
    processes.update(model, options)
    let rows = Array(processes.rows.prefix(limit ?? .max))
    try write(
      model, rows, fields, DiagnosisReport(watch, model), additions(source), isLive: source.isLive)
    MalformedFiles(model.sample).notice.map(StandardOutput.complain)
  }

  /// Walks the page tables of all processes.
  private func walk(_ root: KernelRoot, _ model: inout Model) {
    for process in model.processes.rows where !process.isKernelThread && process.startTime != nil {
      model.rollups[process.id] = SmapsRollup.read(process.id, in: root)
    }
  }

  /// Unit: milliseconds.
  private static let interval = 1000

  /// One sample; two for a rate, and as many as ten seconds hold for growth.
  private func sampleCount(_ options: ListOptions) -> Int {
    let asked = fields + [options.sort] + options.filter.fields
    let interval = list.interval ?? Self.interval
    if asked.contains(.growth) { return max(2, (9_999 + interval) / interval + 1) }
    return list.interval != nil || asked.contains { $0.needsHistory } ? 2 : 1
  }

  /// Everything that costs little and cannot block: a command line can, on a stuck process.
  private static func standardFields(_ format: Format) -> [Field] {
    switch format {
    case .json, .csv: Field.all.filter { $0 != .cmdline && !$0.isSlow }
    case .table:
      [.pid, .user, .oomScore, .oomScoreAdj, .rss, .shr, .swap, .virt, .memPercent, .comm]
    }
  }

  private func additions(_ source: HostSource) -> SnapshotJSON.Additions {
    var additions = SnapshotJSON.Additions()
    if with.contains(.kernel) {
      additions.kernel = KernelReport(source.kernelMemory(), slabSort: nil, limit: .max)
    }
    if with.contains(.cgroups) {
      additions.cgroups = Result { () throws(CgroupTree.Failure) in try CgroupTree(source.root) }
        .map { tree in
          CgroupReport(
            tree, rows: Array(tree.subtree), fields: CgroupField.all.filter { !$0.needsHistory })
        }
    }
    return additions
  }

  private func write(
    _ model: Model, _ rows: [Int32], _ fields: [Field], _ report: DiagnosisReport?,
    _ additions: SnapshotJSON.Additions, isLive: Bool
  ) throws {
    let output = ChunkedOutput(StandardOutput.write)
    switch format {
    case .json:
      try SnapshotJSON.write(
        model, rows: rows, fields: fields, report: report, additions: additions, to: output)
    case .csv: try RecordCSV.write(fields, rows, to: output) { $0.value(model, Int($1)) }
    case .table:
      let encoding = CharacterEncoding.ofEnvironment()
      let style = FieldText(
        timeOffset: isLive ? LocalTime.offset() : 0, now: model.sample.wall,
        absent: encoding.isUTF8 ? "–" : "-")
      let table = SnapshotTable(
        style, isUnicode: encoding.isUTF8, measure: encoding.cells)
      try table.write(model, rows: rows, fields: fields, report: report, to: output)
    }
  }
}
