import Foundation
import LinuxKernel
import MemtopCore
import Testing

/// Every process of every captured tree, value by value, against a plain second reading of its files.
@Suite struct TreeProcessTests {
  @Test(arguments: CapturedTree.all) func everyProcessIsListedOnce(tree: CapturedTree) throws {
    let pids = try tree.model().processes.rows.map(\.pid)
    #expect(pids == tree.pids)
    #expect(!pids.isEmpty)
  }

  @Test(arguments: CapturedTree.all) func sizes(tree: CapturedTree) throws {
    for row in try tree.model().processes.rows {
      let expected = tree.process(row.pid)
      #expect(row.virt == expected.sizes?.virt, "\(row.pid)")
      #expect(row.rss == expected.sizes?.rss, "\(row.pid)")
      #expect(row.shr == expected.sizes?.shr, "\(row.pid)")
      #expect(row.swap == expected.statusSize("VmSwap"), "\(row.pid)")
      #expect(row.anon == expected.statusSize("RssAnon"), "\(row.pid)")
      #expect(row.file == expected.statusSize("RssFile"), "\(row.pid)")
      #expect(row.shmem == expected.statusSize("RssShmem"), "\(row.pid)")
      #expect(row.pageTables == expected.statusSize("VmPTE"), "\(row.pid)")
      #expect(row.peak == expected.statusSize("VmHWM"), "\(row.pid)")
      #expect(row.locked == expected.statusSize("VmLck"), "\(row.pid)")
      #expect(row.hugetlb == expected.statusSize("HugetlbPages"), "\(row.pid)")
    }
  }

  @Test(arguments: CapturedTree.all) func numbers(tree: CapturedTree) throws {
    for row in try tree.model().processes.rows {
      let expected = tree.process(row.pid)
      #expect(row.uid == expected.uid, "\(row.pid)")
      #expect(row.oomScore == expected.oomScore, "\(row.pid)")
      #expect(row.oomScoreAdj == expected.adj, "\(row.pid)")
      guard !tree.isBroken else { continue }
      #expect(row.parent.map(UInt64.init) == expected.stat(4), "\(row.pid)")
      #expect(row.majorFaults == expected.stat(12), "\(row.pid)")
      #expect(row.threads.map(UInt64.init) == expected.stat(20), "\(row.pid)")
      #expect(row.startTime == expected.stat(22), "\(row.pid)")
      #expect(row.isKernelThread == expected.isKernelThread, "\(row.pid)")
      #expect(
        row.state.map { String(UnicodeScalar($0)) } == expected.state, "\(row.pid)")
    }
  }

  @Test(arguments: CapturedTree.real) func texts(tree: CapturedTree) throws {
    let processes = try tree.model().processes
    for (index, row) in processes.rows.enumerated() {
      let expected = tree.process(row.pid)
      let name = expected.bytes("comm").map { Array($0.dropLast()) } ?? expected.comm
      #expect(processes.comm(index).map(Array.init) == name, "\(row.pid)")
      #expect(
        processes.cmdline(index).map(Array.init) == expected.bytes("cmdline"), "\(row.pid)")
      #expect(
        processes.cgroup(index).map { String(decoding: $0, as: UTF8.self) } == expected.cgroup,
        "\(row.pid)")
    }
  }

  /// A kernel thread has no memory of its own: its sizes are absent, which is not zero.
  @Test(arguments: CapturedTree.real) func kernelThreadsHaveNoSizes(tree: CapturedTree) throws {
    let model = try tree.model()
    let sized: [Field] = [.rss, .virt, .shr, .memPercent, .swap, .anon, .file, .shmem, .pageTables]
    for (index, row) in model.processes.rows.enumerated() where row.isKernelThread {
      for field in sized { #expect(field.value(model, index) == .absent, "\(row.pid) \(field.id)") }
      #expect(model.commandLine(index)?.hasPrefix("[") == true)
    }
    for (index, row) in model.processes.rows.enumerated()
    where row.startTime != nil && !row.isKernelThread {
      for field in sized { #expect(field.value(model, index) != .absent, "\(row.pid) \(field.id)") }
    }
  }

  /// The fields show what the rows hold.
  @Test(arguments: CapturedTree.real) func fieldsShowTheValues(tree: CapturedTree) throws {
    let model = try tree.model()
    let total = try #require(model.sample.memInfo.value?[.memTotal])
    let boot = try #require(model.facts.bootTime)
    for (index, row) in model.processes.rows.enumerated() where row.startTime != nil {
      let expected = tree.process(row.pid)
      func value(_ field: Field) -> FieldValue { field.value(model, index) }
      #expect(value(.pid) == .number(Int64(row.pid)))
      #expect(value(.oomScore) == .number(Int64(expected.oomScore!)))
      #expect(value(.oomScoreAdj) == .number(Int64(expected.adj!)))
      #expect(value(.user) == .text(String(expected.uid!)))
      let start = Int64(expected.stat(22)!) * 1_000_000_000 / Int64(tree.clockTick)
      #expect(value(.startTime) == .time(boot * 1_000_000_000 + start))
      guard let rss = expected.sizes?.rss else { continue }
      #expect(value(.rss) == .bytes(rss))
      #expect(value(.memPercent) == .percent(Double(rss) * 100 / Double(total)))
      let unit = expected.cgroup!.split(separator: "/").last {
        $0.hasSuffix(".service") || $0.hasSuffix(".scope")
      }
      if let unit { #expect(value(.unit) == .text(String(unit))) }
    }
  }

  /// The kernel computed `oom_score` from the same terms: they agree only where all are read right.
  @Test(arguments: CapturedTree.real) func scoresFollowFromTheSizes(tree: CapturedTree) throws {
    let model = try tree.model()
    let info = try #require(model.sample.memInfo.value)
    let total = Double((info[.memTotal]! + info[.swapTotal]!) / tree.pageSize)
    var judged = 0
    for row in model.processes.rows {
      guard let rss = row.rss, let swap = row.swap, let tables = row.pageTables,
        let adj = row.oomScoreAdj, let score = row.oomScore, adj > -1000
      else { continue }
      let isGlobalInit = row.pid == 1 && tree.name != "container"
      guard !isGlobalInit else {
        #expect(score == 0)
        continue
      }
      let badness =
        Double((rss + swap + tables) / tree.pageSize) + Double(adj) * (total / 1000).rounded(.down)
      let expected = (1000 + badness * 1000 / total) * 2 / 3
      #expect(abs(Double(score) - expected) < 2, "\(row.pid): \(score), computed \(expected)")
      judged += 1
    }
    #expect(judged > 0)
  }

  @Test(arguments: CapturedTree.real) func nothingIsMalformed(tree: CapturedTree) throws {
    let model = try tree.model()
    #expect(model.processes.malformed == 0)
    #expect(model.sample.memInfo.value?.values.malformedLines == 0)
    #expect(model.sample.vmStat.value?.values.malformedLines == 0)
  }
}
