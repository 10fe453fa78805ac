import Foundation
import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// The kernel's memory, of every captured tree and of the running system.
@Suite struct KernelMemoryTests {
  static let series = Fixtures.path("kernel-memory/6.1")
  static let trees: [String] =
    CapturedTree.real.map(\.path) + CapturedSeries.trees(in: series)

  private func read(_ tree: String) throws -> KernelMemory {
    var reader = KernelReader()
    return reader.read(try KernelRoot(tree))
  }

  private static func lines(_ tree: String, _ file: String) -> [[String]] {
    guard let bytes = FileManager.default.contents(atPath: tree + "/" + file) else { return [] }
    // A line without its end may have lost digits.
    return String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n").dropLast()
      .map { $0.split { " \t,".contains($0) }.map(String.init) }
  }

  @Test func thereAreTrees() { #expect(Self.trees.count >= 5) }

  @Test(arguments: trees) func zonesAreWhatTheFileSays(tree: String) throws {
    let memory = try read(tree)
    var zones: [[String: UInt64]] = []
    var names: [String] = []
    for line in Self.lines(tree, "proc/zoneinfo") {
      if line.first == "Node", line.count >= 4 {
        zones.append([:])
        names.append(line[3])
      } else if line.first == "pages", line.count == 3, line[1] == "free" {
        zones[zones.count - 1]["free"] = UInt64(line[2])
      } else if line.count == 2, ["min", "low", "high", "present", "managed"].contains(line[0]),
        zones[zones.count - 1][line[0]] == nil
      {
        zones[zones.count - 1][line[0]] = UInt64(line[1])
      }
    }
    let told = zip(names, zones).filter { $0.1["present"] != 0 }
    let rows = KernelTable.zones.rows(memory) ?? []
    #expect(rows.count == told.count)
    for (row, (name, zone)) in zip(rows, told) {
      #expect(row[1] == .text(name))
      for (column, key) in [(2, "free"), (3, "min"), (4, "low"), (5, "high"), (7, "managed")] {
        #expect(row[column] == zone[key].map { .bytes($0 * 4096) } ?? .absent, "\(name) \(key)")
      }
    }
  }

  /// The kernel's own formulas, written a second time as its `mm/vmstat.c` has them.
  @Test(arguments: trees) func indexesAreTheKernels(tree: String) throws {
    let memory = try read(tree)
    var expected: [[FieldValue]] = []
    for line in Self.lines(tree, "proc/buddyinfo") {
      let counts = line[4...].compactMap { Int($0) }
      let free = counts.indices.reduce(0) { $0 + counts[$1] << $1 }
      let total = counts.reduce(0, +)
      for order in counts.indices {
        var suitable = 0
        for larger in order..<counts.count { suitable += counts[larger] << (larger - order) }
        let unusable = free == 0 ? 1000 : (free - suitable << order) * 1000 / free
        let fragmentation =
          suitable > 0
          ? nil : total == 0 ? 0 : 1000 - (1000 + free * 1000 / (1 << order)) / total
        expected.append([
          .text(line[3]), .number(Int64(order)), .number(Int64(counts[order])),
          .bytes(UInt64(suitable << order) * 4096), .index(Double(unusable) / 1000),
          fragmentation.map { .index(Double($0) / 1000) } ?? .absent,
        ])
      }
    }
    let rows = KernelTable.orders.rows(memory) ?? []
    #expect(rows.map { [$0[1], $0[2], $0[4], $0[5], $0[6], $0[7]] } == expected)
  }

  @Test func cachesAreWhatTheFileSays() throws {
    let tree = try #require(CapturedSeries.trees(in: Self.series).last)
    let memory = try read(tree)
    let lines = Self.lines(tree, "proc/slabinfo").filter { $0.count == 16 }
    let rows = try #require(KernelTable.slabs.rows(memory))
    #expect(rows.count == lines.count && rows.count > 100)
    var sum = 0.0
    for (row, line) in zip(rows, lines) {
      let size = try #require(UInt64(line[14])) * #require(UInt64(line[5])) * 4096
      #expect(row[0] == .text(line[0]))
      #expect(row[1] == .bytes(size))
      #expect(row[3] == .number(try #require(Int64(line[1]))))
      #expect(row[4] == .number(try #require(Int64(line[2]))))
      #expect(row[6] == .bytes(try #require(UInt64(line[3]))))
      // The capture does not hold what tells it.
      #expect(row[7] == .absent)
      if case .percent(let share) = row[2] { sum += share }
    }
    #expect(abs(sum - 100) < 0.01)
  }

  /// Ten seconds lie between the trees.
  @Test func twoReadingsGiveRates() throws {
    let trees = CapturedSeries.trees(in: Self.series)
    var reader = KernelReader()
    let first = reader.read(try KernelRoot(trees[0]))
    let second = reader.read(try KernelRoot(trees[1]))
    #expect(first.span == nil && second.span == 10)
    #expect(KernelFigure.of(.reclaim).allSatisfy { $0.value(first) == .absent })
    func count(_ tree: String, _ key: String) throws -> Double {
      let line = try #require(Self.lines(tree, "proc/vmstat").first { $0.first == key })
      return try #require(Double(line[1]))
    }
    let faults = try count(trees[1], "pgmajfault") - count(trees[0], "pgmajfault")
    let figure = try #require(KernelFigure.all.first { $0.id == "majorFaults" })
    #expect(figure.value(second) == .rate(faults / 10))
    func dentry(_ tree: String) throws -> Double {
      let line = try #require(Self.lines(tree, "proc/slabinfo").first { $0.first == "dentry" })
      return try #require(Double(line[14])) * 4096
    }
    let row = try #require(second.slabs.value?.first { $0.cache.name == "dentry" })
    #expect(row.growth == (try dentry(trees[1]) - dentry(trees[0])) / 10)
    #expect(row.growth ?? 0 > 0)
  }

  /// The file holds a lock while it is made, so a pane that draws each second does not read it each time.
  @Test func cachesAreReadSeldomer() throws {
    let trees = CapturedSeries.trees(in: Self.series)
    var reader = KernelReader(slabInterval: 11)
    let first = reader.read(try KernelRoot(trees[0]))
    #expect(reader.read(try KernelRoot(trees[1])).slabs == first.slabs)
  }

  @Test func deniedIsSaidAndNoZeroStandsForIt() throws {
    let tree = TemporaryTree([
      "sysconf": "PAGE_SIZE 4096\nCLK_TCK 100\n", "denied": "proc/slabinfo\nproc/buddyinfo\n",
      "proc/slabinfo": "slabinfo - version: 2.1\n", "proc/buddyinfo": "",
      // Linux 4.4 to 5.2 print 0 whatever is used.
      "proc/meminfo": "MemTotal: 1000 kB\nVmallocUsed: 0 kB\nPercpu: 0 kB\n",
    ])
    let memory = try read(tree.path)
    #expect(memory.slabs == .denied)
    for table in KernelTable.all { #expect(table.rows(memory) == nil, "\(table.id)") }
    #expect(
      memory.unknown.contains(
        DiagnosisFacts.Missing("/proc/slabinfo", "the right to read it is missing")))
    for figure in KernelFigure.all where figure.id != "percpu" {
      #expect(figure.value(memory) == .absent, "\(figure.id)")
    }
    #expect(KernelFigure.all.first { $0.id == "percpu" }?.value(memory) == .bytes(0))
  }

  @Test func whatARequestWouldMeet() throws {
    func outcomes(_ counts: String, free: Int, min: Int) throws -> [BlockOrder.Outcome] {
      let tree = TemporaryTree([
        "proc/buddyinfo": "Node 0, zone Normal \(counts)\n",
        "proc/zoneinfo":
          "Node 0, zone   Normal\n  pages free     \(free)\n        min      \(min)\n"
          + "        low      \(min * 2)\n        high     \(min * 3)\n        present  9999\n",
      ])
      return try read(tree.path).orders.map(\.outcome)
    }
    #expect(try outcomes("10 10 10", free: 70, min: 5) == [.block, .block, .block])
    // In pieces: a request for four pages is met by moving some. For two the index is 0.499, which is
    // not above the threshold.
    #expect(try outcomes("1000 0 0", free: 1000, min: 5) == [.block, .reclaim, .compaction])
    #expect(try outcomes("1 0 0", free: 1, min: 0) == [.block, .reclaim, .reclaim])
    // Blocks are there, and are the reserve.
    #expect(try outcomes("10 10 10", free: 70, min: 70) == [.reclaim, .reclaim, .reclaim])
  }

  @Test func compressedDevicesAndReclaimAccountsAreRead() throws {
    let tree = TemporaryTree([
      "sys/block/zram0/mm_stat": "4194304 1048576 2097152 0 2097152 0 0 0 0\n",
      "sys/block/sda/mm_stat": "1 1 1 0 1 0 0\n",
      "proc/spl/kstat/zfs/arcstats": "13 1 0x01\nname type data\nsize 4 4096\nc_min 4 1024\n",
      "proc/slabinfo":
        "slabinfo - version: 2.1\n# name\n"
        + "dentry 10 21 192 21 1 : tunables 0 0 0 : slabdata 1 1 0\n"
        + "../x 10 21 192 21 1 : tunables 0 0 0 : slabdata 1 1 0\n"
        + "task 0 0 192 21 1 : tunables 0 0 0 : slabdata 0 0 0\n",
      "sys/kernel/slab/dentry/reclaim_account": "1\n",
      "sys/kernel/x/reclaim_account": "1\n",
      "sys/kernel/slab/task/reclaim_account": "0\n",
    ])
    let memory = try read(tree.path)
    #expect(
      KernelTable.zram.rows(memory) == [
        [
          .text("zram0"), .bytes(4_194_304), .bytes(1_048_576), .bytes(2_097_152), .ratio(2),
        ]
      ])
    #expect(memory.slabs.value?.map(\.isReclaimable) == [true, nil, false])
    #expect(
      KernelTable.slabs.rows(memory)?.map { $0[5] } == [
        .percent(Double(10) * 100 / 21), .percent(Double(10) * 100 / 21), .absent,
      ])
    #expect(
      KernelFigure.of(.arc).map { $0.value(memory) } == [.bytes(4096), .bytes(1024), .absent])
  }

  @Test func whatIsNotToldIsSortedLast() {
    let rows: [[FieldValue]] = [
      [.text("b"), .absent], [.text("a"), .number(1)], [.text("d"), .number(7)],
      [.text("c"), .number(7)],
    ]
    func names(_ column: Int, _ descending: Bool) -> [FieldValue] {
      KernelTable.slabs.sorted(rows, by: column, descending: descending).map { $0[0] }
    }
    #expect(names(1, true) == [.text("c"), .text("d"), .text("a"), .text("b")])
    #expect(names(1, false) == [.text("a"), .text("c"), .text("d"), .text("b")])
    #expect(names(0, false) == [.text("a"), .text("b"), .text("c"), .text("d")])
  }

  @Test func tablesTellTheirColumnsApart() {
    for table in KernelTable.all {
      #expect(Set(table.columns.map(\.id)).count == table.columns.count)
      #expect(table.columns.allSatisfy { !$0.help.isEmpty && !$0.source.isEmpty })
    }
    for group in KernelFigure.Group.allCases {
      let ids = KernelFigure.of(group).map(\.id)
      #expect(!ids.isEmpty && Set(ids).count == ids.count)
    }
  }

  @Test func theRunningSystemTellsItsMemory() throws {
    var reader = KernelReader()
    let root = try KernelRoot()
    _ = reader.read(root)
    let memory = reader.read(root)
    #expect(!memory.zones.isEmpty && memory.span ?? 0 > 0)
    if geteuid() == 0, case .value(let caches) = memory.slabs {
      #expect(!caches.isEmpty)
    } else {
      #expect(memory.slabs.value == nil)
      #expect(memory.unknown.contains { $0.what == "/proc/slabinfo" })
    }
  }
}
