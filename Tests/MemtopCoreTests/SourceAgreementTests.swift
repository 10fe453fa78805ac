import Foundation
import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Both sources of processes tell the same of the same herd, field by field.
@Suite(
  .enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"), .serialized)
struct SourceAgreementTests {
  /// A command line is read elsewhere, rates and growth need more than one sample, and no file of `/proc`
  /// has the floor.
  private static let fields = Field.all.filter {
    ![.cmdline, .majorFaults, .growth, .oomScoreAdjMin].contains($0) && !$0.isSlow
  }
  private static let plan = SamplingPlan(
    columns: fields, options: ListOptions(), everywhere: true)

  private func model(_ source: ProcessSource) throws -> Model {
    let root = try KernelRoot()
    var sampler = Sampler(root)
    if source == .bpf { sampler.use(try LoadedTaskIterator.get()) }
    var model = Model(facts: sampler.facts)
    try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: Self.plan)
    }
    #expect(model.sample.source == source)
    return model
  }

  private func values(_ model: Model, _ pid: Int32) throws -> [String: FieldValue] {
    let row = try #require(model.processes.index(of: pid))
    return Dictionary(
      uniqueKeysWithValues: Self.fields.map { ($0.id, $0.value(model, row)) })
  }

  /// Compares a herd that waits; what moves between two readings of the files is read again.
  private func expectAgreement(_ pids: [Int32], except: Set<String> = []) throws {
    let before = try model(.proc)
    let list = try model(.bpf)
    let after = try model(.proc)
    for pid in pids {
      let (first, told, second) = try (values(before, pid), values(list, pid), values(after, pid))
      for field in Self.fields where !except.contains(field.id) {
        guard first[field.id] == second[field.id] else { continue }
        #expect(told[field.id] == first[field.id], "\(field.id) of \(pid)")
      }
    }
  }

  @Test func aHerdOfOrdinaryProcesses() throws {
    let herd = try (0..<50).map { _ in try ChildProcess() }
    try expectAgreement(herd.map(\.pid))
  }

  /// Who writes with `CAP_SYS_RESOURCE` moves the floor.
  @Test func theFloorIsWhatTheKernelKeeps() throws {
    let child = try ChildProcess()
    func floor() throws -> Int32? {
      let model = try model(.bpf)
      return model.processes.rows[try #require(model.processes.index(of: child.pid))].oomScoreAdjMin
    }
    let before = try #require(try floor())
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("CapEff:") })
    let rights = try #require(UInt64(line.split(separator: "\t")[1], radix: 16))
    let movesIt = rights & 1 << 24 != 0
    for value in [300, 200] {
      let file = try #require(fopen("/proc/\(child.pid)/oom_score_adj", "w"))
      #expect(fputs("\(value)", file) >= 0)
      #expect(fclose(file) == 0)
      #expect(try floor() == (movesIt ? Int32(value) : before))
    }
    let proc = try model(.proc)
    let row = try #require(proc.processes.index(of: child.pid))
    #expect(Field.oomScoreAdjMin.value(proc, row) == .absent)
  }

  @Test func processesInOneMemory() throws {
    let sharers = try (0..<5).map { _ in try ChildProcess(.sharedMemory) }
    // The memory is this process's own, and it moves.
    try expectAgreement(
      sharers.map(\.pid),
      except: ["rss", "anon", "file", "shr", "virt", "pageTables", "memPercent", "oomScore"])
  }

  @Test func processesThatHaveEnded() throws {
    let zombies = try (0..<5).map { _ in try ChildProcess(.zombie) }
    try expectAgreement(zombies.map(\.pid))
  }

  @Test func aProcessWhoseFirstThreadHasEnded() throws {
    let root = try KernelRoot()
    let child = try ChildProcess(.headless)
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "Z") })
    let sizes: Set = [
      "rss", "anon", "file", "shmem", "shr", "private", "virt", "pageTables", "memPercent",
    ]
    try expectAgreement([child.pid], except: sizes.union(["swap"]))
    let told = try values(model(.bpf), child.pid)
    for field in sizes { #expect(told[field] != .absent, "\(field)") }
  }

  @Test func kernelThreadsAndTheFirstProcess() throws {
    let list = try model(.proc)
    // Workers' names change with their work.
    let steady = list.processes.rows.indices.filter { row in
      list.processes.rows[row].pid == 1
        || list.processes.rows[row].isKernelThread
          && list.processes.comm(row).map { !$0.starts(with: Array("kworker".utf8)) } == true
    }
    try expectAgreement(
      steady.map { list.processes.rows[$0].pid },
      except: [
        "state", "rss", "anon", "virt", "oomScore", "memPercent", "file", "shr", "private", "peak",
      ])
  }

  @Test func theKillOrderIsTheSame() throws {
    let herd = try (0..<20).map { _ in try ChildProcess() }
    func order(_ source: ProcessSource) throws -> [Int32: Int64] {
      let model = try model(source)
      let candidates = KillCandidates(
        model.sample, model.facts, KillFacts(try KernelRoot(), for: nil, model.sample))
      let total = try #require(candidates.host?.totalPages)
      var badness: [Int32: Int64] = [:]
      for process in candidates.processes {
        badness[process.pid] = process.badness(total: total, candidates.rules)
      }
      return badness
    }
    let (files, list) = try (order(.proc), order(.bpf))
    for child in herd {
      #expect(list[child.pid] != nil && list[child.pid] == files[child.pid])
    }
  }

  @Test func processesInOneMemoryAreFoundWithoutAsking() throws {
    let sharer = try ChildProcess(.sharedMemory)
    let copy = try ChildProcess()
    let model = try model(.bpf)
    var questions = 0
    let sharers = MemorySharerFinder(model.sample.processes).sharers { _, _ in
      questions += 1
      return .cannotTell
    }
    // Numbers begin anew at some time, so either may have the lower one.
    #expect(sharers[max(sharer.pid, getpid())] == min(sharer.pid, getpid()))
    #expect(sharers[copy.pid] == nil)
    #expect(questions == 0)
  }

  @Test func whatWasReadInAnEarlierSampleIsKept() throws {
    let child = try ChildProcess()
    let root = try KernelRoot()
    var sampler = Sampler(root)
    sampler.use(try LoadedTaskIterator.get())
    var model = Model(facts: sampler.facts)
    var plan = Self.plan
    plan.kept.insert(.cmdline)
    for _ in 0..<3 {
      try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
    }
    let row = try #require(model.processes.index(of: child.pid))
    #expect(model.processes.cmdline(row)?.isEmpty == false)
    #expect(model.processes.cgroup(row)?.isEmpty == false)
    #expect(model.majorFaultRate(row) != nil)
  }

  @Test func theFilesTakeOverWhereTheListEnds() throws {
    var sampler = Sampler(try KernelRoot())
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: Self.plan)
    #expect(sample.source == .proc)
    sampler.use(try LoadedTaskIterator.get())
    var next = Sample()
    try sampler.take(into: &next, after: sample, plan: Self.plan)
    #expect(next.source == .bpf)
    #expect(sampler.takeIteratorFailure() == nil)
  }
}
