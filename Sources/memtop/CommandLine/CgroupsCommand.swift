import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop cgroups`: the tree of memory cgroups, once, on standard output.
struct CgroupsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cgroups",
    abstract: "Write the tree of memory cgroups, with limits and which of them binds.",
    discussion: """
      Version 1 and 2 in the same fields; docs/cgroups.md says what each is. In JSON and CSV sizes \
      are bytes, and a limit that is not set is max.
      """)

  @ParentCommand var parent: Memtop

  @OptionGroup var system: SourceArguments
  @OptionGroup var list: ListArguments

  @Option(
    help: ArgumentHelp("Only this group and those below it.", valueName: "path"),
    completion: Completions.cgroups)
  var cgroup: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many levels below.", valueName: "n"),
    transform: ArgumentReading.limit)
  var depth: Int?

  @Option(
    help: ArgumentHelp("The fields of each group.", valueName: "a,b,c"),
    completion: .list(CgroupField.all.map(\.id)), transform: ArgumentReading.fields)
  var fields: [CgroupField] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many groups.", valueName: "n"),
    transform: ArgumentReading.limit)
  var limit: Int?

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = SnapshotCommand.Format.table

  func run() throws {
    let ofProcesses = [
      ("--user", list.user != nil), ("--kernel-threads", list.kernelThreads != nil),
      ("--source", system.source != nil),
    ].first { $0.1 }?.0
    if let option = parent.dashboard.firstGiven ?? ofProcesses {
      throw CommandFailure("\(option) is not for cgroups", .usage)
    }
    let sort: CgroupField? = try list.sort()
    let filter: TermFilter<CgroupField> = try list.filter()
    let source = try HostSource(system.root)
    let path = cgroup.map(VictimsCommand.cgroupPath)
    let fields = fields.isEmpty ? standardFields : fields
    let earlier = try earlier(
      source, path, asked: fields + filter.fields + [sort].compactMap { $0 })
    var tree = try Self.tree(source.root, path)
    if let earlier { tree.compare(with: earlier) }
    let rows = CgroupList.rows(
      tree, sort: sort ?? (list.reverse ? .path : nil),
      isDescending: (sort?.sortsDescending ?? false) != list.reverse, filter: filter, depth: depth)
    let report = CgroupReport(tree, rows: Array(rows.prefix(limit ?? .max)), fields: fields)
    try write(report, isTree: sort == nil && !list.reverse)
  }

  /// A reading before the one that is shown, where one is asked for or needed.
  private func earlier(
    _ source: HostSource, _ path: String?, asked fields: [CgroupField]
  ) throws -> CgroupTree? {
    let isNeeded = fields.contains { $0.needsHistory }
    guard source.isLive, isNeeded || list.interval != nil else { return nil }
    let earlier = try Self.tree(source.root, path)
    KernelClock.sleep(until: earlier.readAt + UInt64(list.interval ?? 1000) * 1_000_000)
    return earlier
  }

  static func tree(_ root: KernelRoot, _ path: String?) throws(CommandFailure) -> CgroupTree {
    do throws(CgroupTree.Failure) {
      return try CgroupTree(root, below: path)
    } catch {
      if case .unreadable(let failure) = error {
        throw CommandFailure("cgroup", failure, .noInput)
      }
      throw CommandFailure("cgroup: " + error.message, .noInput)
    }
  }

  private var standardFields: [CgroupField] {
    guard format == .table else {
      return CgroupField.all.filter { list.interval != nil || !$0.needsHistory }
    }
    return ["name", "current", "max", "share", "headroom", "workingSet", "swap", "anon", "file"]
      .compactMap(CgroupField.named)
      + ["psiSome", "oomKill", "processes", "binding"].compactMap(CgroupField.named)
  }

  private func write(_ report: CgroupReport, isTree: Bool) throws {
    let output = ChunkedOutput(StandardOutput.write)
    switch format {
    case .json: try report.writeJSON(to: output)
    case .csv: try report.writeCSV(to: output)
    case .table:
      let encoding = CharacterEncoding.ofEnvironment()
      let style = FieldText(now: 0, absent: encoding.isUTF8 ? "–" : "-")
      try report.writeTable(
        style, isTree: isTree, isUnicode: encoding.isUTF8,
        measure: encoding.cells, to: output)
    }
  }
}
