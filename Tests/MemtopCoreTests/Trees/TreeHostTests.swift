import Foundation
import LinuxKernel
import MemtopCore
import Testing

/// The host files of every captured tree say the same to memtop as to a plain second reading.
@Suite struct TreeHostTests {
  @Test func thereAreTreesOfManyKinds() {
    let names = Set(CapturedTree.all.map(\.name))
    #expect(CapturedTree.real.count >= 6)
    for name in [
      "deb11-v2", "deb12-v1", "deb12-noswap-nopsi", "deb13-v2-zram", "newest", "host-v1",
    ] {
      #expect(names.contains(name))
    }
  }

  /// `Name: 123 kB` or `name 123`; a line without a readable number keeps its name.
  private func numbers(_ tree: CapturedTree, _ file: String) -> [(name: String, value: UInt64?)] {
    guard let text = tree.text(file) else { return [] }
    let parts = text.components(separatedBy: "\n")
    return parts.enumerated().compactMap { number, line in
      guard let name = line.prefixMatch(of: /[^: ]+/) else { return nil }
      let isWhole = number < parts.count - 1
      let rest = line[name.range.upperBound...]
      guard isWhole, let match = rest.wholeMatch(of: /:?[ \t]*([0-9]+)[ \t]*(kB)?/),
        let value = UInt64(match.1)
      else { return (String(name.0), nil) }
      guard match.2 != nil else { return (String(name.0), value) }
      let bytes = value.multipliedReportingOverflow(by: 1024)
      return (String(name.0), bytes.overflow ? nil : bytes.partialValue)
    }
  }

  @Test(arguments: CapturedTree.all) func everyKeyOfMemInfo(tree: CapturedTree) throws {
    let info = try #require(try tree.model().sample.memInfo.value)
    let expected = numbers(tree, "proc/meminfo")
    #expect(info.values.entries.map(\.name) == expected.map(\.name))
    #expect(info.values.entries.map(\.value) == expected.map(\.value))
    for key in MemInfo.Key.allCases {
      #expect(info[key] == expected.first { $0.name == key.name }?.value, "\(key.name)")
    }
    if !tree.isBroken { #expect(!expected.contains { $0.value == nil } && expected.count > 40) }
  }

  @Test(arguments: CapturedTree.all) func everyCounterOfVMStat(tree: CapturedTree) throws {
    let counters = try #require(try tree.model().sample.vmStat.value)
    let expected = numbers(tree, "proc/vmstat")
    #expect(counters.values.entries.map(\.name) == expected.map(\.name))
    #expect(counters.values.entries.map(\.value) == expected.map(\.value))
    for key in VMStat.Key.allCases {
      #expect(counters[key] == expected.first { $0.name == key.name }?.value, "\(key.name)")
    }
  }

  @Test(arguments: CapturedTree.real) func swapDevices(tree: CapturedTree) throws {
    let devices = try #require(try tree.model().sample.swaps.value)
    let lines = tree.lines("proc/swaps").dropFirst().map { line in
      line.split { $0 == " " || $0 == "\t" }
    }
    #expect(devices.map(\.name) == lines.map { String($0[0]) })
    #expect(devices.map(\.kind) == lines.map { String($0[1]) })
    #expect(devices.map(\.size) == lines.map { UInt64($0[2])! * 1024 })
    #expect(devices.map(\.used) == lines.map { UInt64($0[3])! * 1024 })
    #expect(devices.map(\.priority) == lines.map { Int64($0[4])! })
    // The kernel adds the devices up itself, at another moment.
    let info = try tree.model().sample.memInfo.value
    #expect(devices.reduce(0) { $0 + $1.size } == info?[.swapTotal])
  }

  @Test(arguments: CapturedTree.real) func pressure(tree: CapturedTree) throws {
    let pressure = try tree.model().sample.pressure
    guard let text = tree.text("proc/pressure/memory") else {
      #expect(pressure == .absent)
      return
    }
    func line(_ name: String) -> [Double] {
      (text.components(separatedBy: "\n").first { $0.hasPrefix(name) } ?? "").split(separator: " ")
        .dropFirst().compactMap { Double($0.split(separator: "=")[1]) }
    }
    for (name, value) in [("some", pressure.value?.some), ("full", pressure.value?.full)] {
      let value = try #require(value)
      #expect([value.avg10, value.avg60, value.avg300, Double(value.total)] == line(name))
    }
  }

  @Test(arguments: CapturedTree.real) func timesAndNames(tree: CapturedTree) throws {
    let model = try tree.model()
    let seconds = try #require(tree.text("proc/uptime")?.split(separator: " ")[0])
    let hundredths = try #require(UInt64(seconds.replacing(".", with: "")))
    let boot = try #require(
      tree.lines("proc/stat").first { $0.hasPrefix("btime ") }.flatMap { Int64($0.dropFirst(6)) })
    #expect(model.sample.uptime == hundredths * 10_000_000)
    #expect(model.sample.monotonic == hundredths * 10_000_000)
    #expect(model.sample.wall == boot * 1_000_000_000 + Int64(hundredths) * 10_000_000)
    #expect(model.facts.bootTime == boot)
    #expect(model.facts.kernel == tree.lines("proc/sys/kernel/osrelease").first)
    let name =
      tree.lines("proc/sys/kernel/hostname").first ?? tree.lines("etc/hostname").first
    #expect(model.facts.name == name && name?.isEmpty == false)
    #expect(model.facts.pageSize == tree.pageSize)
    #expect(model.facts.clockTicksPerSecond == tree.clockTick)
    #expect(!model.facts.isLive)
  }

  /// A rate needs two samples: after one, none is there and none is zero.
  @Test(arguments: CapturedTree.all) func oneSampleHasNoRates(tree: CapturedTree) throws {
    let model = try tree.model()
    #expect(model.rates == .unknown)
    for row in model.processes.rows.indices {
      #expect(model.majorFaultRate(row) == nil)
      #expect(model.growth(row) == nil)
    }
  }

  @Test(arguments: CapturedTree.all) func memoryAddsUp(tree: CapturedTree) throws {
    let info = try #require(try tree.model().sample.memInfo.value)
    guard let total = info[.memTotal] else {
      #expect(tree.isBroken && MemoryBreakdown(info) == nil)
      return
    }
    let parts = try #require(MemoryBreakdown(info))
    #expect(MemoryBreakdown.Part.allCases.reduce(0) { $0 + parts[$1] } == total)
    guard !tree.isBroken else { return }
    let value = Dictionary(
      numbers(tree, "proc/meminfo").map { ($0.name, $0.value ?? 0) },
      uniquingKeysWith: { a, _ in a }
    )
    func key(_ name: String) -> UInt64 { value[name] ?? 0 }
    let expected: [MemoryBreakdown.Part: UInt64] = [
      .anon: key("AnonPages"), .shmem: key("Shmem"), .kernelStack: key("KernelStack"),
      .pageTables: key("PageTables") + key("SecPageTables"), .percpu: key("Percpu"),
      .sUnreclaim: key("SUnreclaim"), .hugetlb: key("Hugetlb"),
      .sReclaimable: key("SReclaimable"), .swapCached: key("SwapCached"),
      .cache: key("Cached") - key("Shmem"), .buffers: key("Buffers"), .free: key("MemFree"),
    ]
    let sum = expected.values.reduce(0, +)
    let isOver = sum > total
    for (part, size) in expected where !isOver || part != .cache {
      #expect(parts[part] == size, "\(part)")
    }
    #expect(parts[.other] == (isOver ? 0 : total - sum))
    if isOver { #expect(parts[.cache] == key("Cached") - key("Shmem") - (sum - total)) }
  }
}
