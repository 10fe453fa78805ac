import ArgumentParser
import LinuxKernel
import MemtopCore
import MemtopExport

/// `memtop kernel`: what the kernel tells of its own memory.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Write the kernel's own memory: zones, free blocks, slab caches, huge pages, zram, …",
    discussion: """
      Two readings a second apart give the rates; of a series given by --root the last two trees do. \
      Slab caches need root.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @ParentCommand var parent: Memtop
  @OptionGroup var system: SourceArguments

  @Option(
    help: ArgumentHelp("Sort slab caches by this column.", valueName: "column"),
    completion: .list(KernelTable.slabs.columns.map(\.id)),
    transform: ArgumentReading.slabColumn)
  var slabSort: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("At most so many slab caches.", valueName: "n"),
    transform: ArgumentReading.limit)
  var limit: Int?

  @Option(help: ArgumentHelp("How to write it.", valueName: "format"))
  var format = Format.text

  func run() throws {
    if let option = parent.dashboard.firstGiven ?? parent.list.firstGiven {
      throw CommandFailure("\(option) is not for kernel", .usage)
    }
    if system.source != nil { throw CommandFailure("--source is not for kernel", .usage) }
    let memory = try HostSource(system.root).kernelMemory()
    let report = KernelReport(memory, slabSort: slabSort, limit: limit ?? .max)
    let output = ChunkedOutput(StandardOutput.write)
    switch format {
    case .json: try KernelJSON.write(report, to: output)
    case .text:
      let encoding = CharacterEncoding.ofEnvironment()
      try KernelText(isUnicode: encoding.isUTF8, measure: encoding.cells)
        .write(report, to: output)
    }
  }
}

extension HostSource {
  /// Two readings a second apart, or the last two trees, for the rates; the last is the answer.
  func kernelMemory() -> KernelMemory {
    var reader = KernelReader()
    guard isLive else {
      if trees.count > 1 { _ = reader.read(trees[trees.count - 2]) }
      return reader.read(root)
    }
    _ = reader.read(root)
    KernelClock.sleep(until: KernelClock.monotonic() + 1_000_000_000)
    return reader.read(root)
  }
}
