import Foundation
import LinuxKernel
import MemtopCore
import MemtopExport
import MemtopUI
import TestSupport
import Testing

/// Captured hosts whose bytes are changed at random, the same way at every run: memtop goes on, draws
/// and writes, and nothing harmful comes out.
@Suite struct HostileFuzzTests {
  private static let sources = ["deb11-v2", "deb12-v1", "newest", "broken-hostile"]

  /// Three processes of a captured host and its own files, as they were before the changes.
  private static func original(_ source: String) -> [String: [UInt8]] {
    let source = Fixtures.path(source)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: source + "/proc")) ?? []
    let pids = names.compactMap { Int32($0) }.filter { $0 > 0 }.sorted()
    var files = [
      "sysconf", "etc/passwd", "proc/meminfo", "proc/vmstat", "proc/pressure/memory",
      "proc/swaps", "proc/uptime", "proc/stat", "proc/sys/kernel/osrelease",
      "proc/sys/kernel/hostname",
    ]
    for pid in [pids[0], pids[1], pids[pids.count - 1]] {
      for file in [
        "stat", "statm", "status", "oom_score", "oom_score_adj", "cgroup", "cmdline", "comm",
      ] {
        files.append("proc/\(pid)/\(file)")
      }
    }
    var contents: [String: [UInt8]] = [:]
    for file in files {
      contents[file] = FileManager.default.contents(atPath: source + "/" + file).map(Array.init)
    }
    return contents
  }

  private static let sizes = [(120, 40), (80, 24), (200, 60), (20, 5), (41, 13), (1, 1), (0, 0)]
  private static let keys: [Key] = [
    .down, .up, .end, .home, .pageDown, .right, .character("t"), .character("P"), .character("K"),
    .character("I"), .character("M"), .character("o"), .escape, .enter, .character("z"),
    .character(">"), .character(" "), .character("u"), .character("c"), .character("-"),
    .function(6), .function(1), .function(2), .function(4), .function(9), .character("5"),
  ]

  @Test(arguments: 1...16) func memtopGoesOn(seed: UInt64) throws {
    let original = Self.original(Self.sources[Int(seed) % Self.sources.count])
    #expect(original.count > 25)
    let tree = TemporaryTree()
    for (name, bytes) in original { tree.write(name, bytes) }
    let names = original.keys.sorted()
    var random = FixedRandom(seed: seed)
    var app: App?
    for round in 0..<40 {
      var spoiled: [String] = []
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let name = names.randomElement(using: &random)!
        var bytes = original[name]!
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          Mutation.allCases.randomElement(using: &random)!.apply(to: &bytes, &random)
        }
        tree.write(name, bytes)
        spoiled.append(name)
      }
      let root = try KernelRoot(tree.path)
      // Some rounds begin anew, with this tree's own facts; the others go on as a series would.
      if app == nil || round % 8 == 0 { app = Self.app(Sampler(root).facts) }
      try Self.go(&app!, on: root, &random)
      for name in spoiled { tree.write(name, original[name]!) }
    }
  }

  private static func app(_ facts: HostFacts) -> App {
    var settings = Settings.standard
    settings.columns = Field.all
    settings.showsKernelThreads = true
    return App(
      facts: facts, settings: settings, glyphs: .unicode, readOnlyReason: "a captured system",
      width: 200, height: 60, timeOffset: 3600, characterWidth: { $0.isASCII ? 1 : 2 }, notices: [])
  }

  /// One sample, some keys, a drawing at some size, and the outputs.
  private static func go(_ app: inout App, on root: KernelRoot, _ random: inout FixedRandom) throws
  {
    var sampler = Sampler(root)
    let plan = SamplingPlan(columns: Field.all, options: ListOptions(), everywhere: true)
    try app.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: plan)
    }
    app.complete { sampler.complete(&$0, rows: $1, files: $2) }
    for _ in 0..<3 { _ = app.update(.key(keys.randomElement(using: &random)!)) }
    let (width, height) = sizes.randomElement(using: &random)!
    _ = app.update(.resized(width: width, height: height))
    var surface = Surface(width: width, height: height)
    app.draw(into: &surface)
    let screen = surface.lines.joined(separator: "\n")
    #expect(RawOutput.harm(in: Array(screen.utf8), allowed: [0x0a]) == nil)
    try write(app.model)
  }

  private static func write(_ model: Model) throws {
    var list = ProcessList()
    var options = ListOptions()
    options.showsKernelThreads = true
    for field in Field.all {
      options.sort = field
      options.isTree.toggle()
      list.update(model, options)
      #expect(list.rows.count == model.processes.rows.count)
    }
    var json: [UInt8] = []
    try SnapshotJSON.write(
      model, rows: list.rows, fields: Field.all, to: ChunkedOutput { json += $0 })
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json)) }
    #expect(RawOutput.harm(in: json, allowed: [0x0a]) == nil)
    var csv: [UInt8] = []
    try RecordCSV.write(Field.all, list.rows, to: ChunkedOutput { csv += $0 }) {
      $0.value(model, Int($1))
    }
    #expect(RawOutput.harm(in: csv, allowed: [0x0a, 0x0d]) == nil)
    var text: [UInt8] = []
    let table = SnapshotTable(FieldText(now: model.sample.wall), isUnicode: true) { $0.count }
    try table.write(model, rows: list.rows, fields: Field.all, to: ChunkedOutput { text += $0 })
    #expect(RawOutput.harm(in: text, allowed: [0x0a]) == nil)
  }
}
