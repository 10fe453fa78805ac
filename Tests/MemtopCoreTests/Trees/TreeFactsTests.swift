import LinuxKernel
import MemtopCore
import Testing

/// What is known of the captured hosts from how they were made, as memtop sees it.
@Suite struct TreeFactsTests {
  private func model(_ name: String) throws -> Model { try CapturedTree.named(name).model() }

  private func rows(_ model: Model, named name: String) -> [Int] {
    model.processes.rows.indices.filter {
      model.processes.comm($0).map { String(decoding: $0, as: UTF8.self) } == name
    }
  }

  private func mebibytes(_ size: UInt64?) -> UInt64? { size.map { $0 >> 20 } }

  @Test func aMailHostShortOfMemory() throws {
    let model = try model("deb11-v2")
    let info = try #require(model.sample.memInfo.value)
    #expect(try #require(mebibytes(info[.memAvailable])) < 16)
    #expect(try #require(info[.swapFree]) < info[.swapTotal]! / 2)
    #expect(try #require(model.sample.pressure.value).some.avg10 > 30)
    #expect(model.sample.vmStat.value?[.pswpin] ?? 0 > 0)
    #expect(model.sample.vmStat.value?[.pswpout] ?? 0 > 0)
    #expect(info[.secPageTables] == nil && info.values.index(of: "Zswap") == nil)
    #expect(HostState(model).level == .critical)
  }

  @Test func cgroupsOfVersionOne() throws {
    let model = try model("deb12-v1")
    let paths = Set(
      model.processes.rows.indices.compactMap {
        model.processes.cgroup($0).map { String(decoding: $0, as: UTF8.self) }
      })
    #expect(paths.contains { $0.hasPrefix("/docker/3f2a") })
    #expect(paths.contains { $0.hasPrefix("/docker/8c14") })
    let database = try #require(rows(model, named: "mysqld").first)
    #expect((30...50).contains(mebibytes(model.processes.rows[database].swap) ?? 0))
    let daemon = try #require(rows(model, named: "dockerd").first)
    #expect(model.processes.rows[daemon].oomScoreAdj == -500)
    #expect(model.processes.rows.contains { $0.oomScoreAdj == -998 })
  }

  @Test func aHostWithoutSwapAndPressure() throws {
    let model = try model("deb12-noswap-nopsi")
    #expect(model.sample.pressure == .absent)
    #expect(model.sample.swaps == .value([]))
    #expect(model.sample.memInfo.value?[.swapTotal] == 0)
  }

  @Test func compressedMemoryAndADisk() throws {
    let model = try model("deb13-v2-zram")
    let devices = try #require(model.sample.swaps.value)
    #expect(devices.count == 2 && devices.allSatisfy { $0.used > 0 })
    let info = try #require(model.sample.memInfo.value)
    #expect(info[.hugePagesTotal] == 24)
    #expect(MemoryBreakdown(info)?[.hugetlb] == 24 * info[.hugepagesize]!)
    #expect(try #require(mebibytes(info[.shmem])) >= 240)
    #expect(!rows(model, named: "Web Content").isEmpty)
    let lines = model.processes.rows.indices.compactMap { model.commandLine($0) }
    #expect(lines.contains { $0.contains("über") && $0.contains("日本") })
  }

  @Test func adjFromEndToEndAndSharedMemory() throws {
    let model = try model("newest")
    let adj = model.processes.rows.compactMap(\.oomScoreAdj)
    #expect(adj.min() == -1000 && adj.max() == 1000)
    #expect(rows(model, named: "postgres").count == 8)
    #expect(rows(model, named: "tmux: server").count == 1)
    #expect(rows(model, named: "(sd-pam)").count == 1)
    let total = try #require(model.sample.memInfo.value?[.memTotal])
    let sum = model.processes.rows.reduce(0) { $0 + ($1.rss ?? 0) }
    let used = total - model.sample.memInfo.value![.memFree]!
    #expect(sum > used)
    let unprotected = try #require(rows(model, named: "sshd").first)
    #expect(model.processes.rows[unprotected].oomScoreAdj == -1000)
    #expect(model.processes.rows[unprotected].oomScore == 0)
    let units = Set(
      model.processes.rows.indices.compactMap { row -> String? in
        if case .text(let unit) = Field.unit.value(model, row) { return unit }
        return nil
      })
    #expect(units.contains("syncthing.service"))
    #expect(units.contains { $0.hasPrefix("docker-") && $0.hasSuffix(".scope") })
  }

  @Test func seenFromInsideAContainer() throws {
    let model = try model("container")
    #expect(model.processes.rows.count == 5)
    let first = try #require(model.processes.index(of: 1))
    #expect(rows(model, named: "tini") == [first])
    #expect(model.processes.rows[first].oomScore == 666)
    for row in model.processes.rows.indices {
      #expect(model.processes.cgroup(row).map(Array.init) == [0x2f])
    }
    #expect(try #require(mebibytes(model.sample.memInfo.value?[.memTotal])) > 256)
  }

  @Test func aHybridOfBothVersions() throws {
    let model = try model("host-v1")
    #expect(try #require(model.sample.memInfo.value?[.memTotal]) > 20 << 30)
    #expect(model.sample.memInfo.value?[.swapTotal] == 0)
    #expect(model.processes.rows.allSatisfy { ($0.oomScoreAdj ?? 0) >= 0 })
    #expect(model.processes.rows.count { $0.isKernelThread } <= 1)
  }
}
