import LinuxKernel
import TestSupport

@testable import MemtopCore

/// A small host of processes with chosen sizes, and the kill order that memtop finds for it.
final class VictimHost {
  let tree: TemporaryTree

  /// A host with a gigabyte, two processors and no swap.
  init(_ release: String, _ files: [String: String] = [:]) {
    tree = TemporaryTree([
      "proc/sys/kernel/osrelease": release + "\n",
      "proc/meminfo": "MemTotal:        1048576 kB\nSwapTotal:             0 kB\n",
      "proc/stat": "cpu  1\ncpu0 1\ncpu1 1\n",
    ])
    for (name, text) in files { write(name, text) }
    add(1, pages: 50)
  }

  var path: String { tree.path }

  func write(_ name: String, _ text: String) { tree.write(name, Array(text.utf8)) }

  /// - Parameters:
  ///   - pages: anonymous memory; with four pages of page tables.
  ///   - score: nil leaves the file out.
  func add(
    _ pid: Int, pages: Int, name: String? = nil, adj: Int = 0, parent: Int = 1, start: Int? = nil,
    state: String = "S",
    flags: Int = 4_194_304, threads: Int = 1, stat: Int? = nil, group: String = "/",
    capabilities: String = "0000000000000000", score: Int? = nil, hasMemory: Bool = true,
    nodes: String? = nil, swap: Int = 0
  ) {
    let began = start ?? pid * 10
    let resident = hasMemory ? stat ?? pages : 0
    write(
      "proc/\(pid)/stat",
      "\(pid) (\(name ?? "p\(pid)")) \(state) \(parent) 1 1 0 -1 \(flags) 0 0 0 0 0 0 0 0 20 0 \(threads) 0 "
        + "\(began) 40960000 \(resident) 0\n")
    write("proc/\(pid)/statm", hasMemory ? "10000 \(pages) 0 0 0 0 0\n" : "0 0 0 0 0 0 0\n")
    write(
      "proc/\(pid)/status",
      "Name:\tp\(pid)\nUid:\t0\t0\t0\t0\n"
        + (hasMemory
          ? "RssAnon:\t\(pages * 4) kB\nRssFile:\t0 kB\nRssShmem:\t0 kB\nVmPTE:\t16 kB\nVmSwap:\t\(swap * 4) kB\n"
          : "") + "CapEff:\t\(capabilities)\n"
        + (nodes.map { "Mems_allowed_list:\t\($0)\n" } ?? ""))
    write("proc/\(pid)/oom_score_adj", "\(adj)\n")
    write("proc/\(pid)/cgroup", "0::\(group)\n")
    if let score { write("proc/\(pid)/oom_score", "\(score)\n") }
  }

  /// Reads it; nothing is cached.
  func candidates(
    _ group: String? = nil, sharing: MemorySharing.Answer = .cannotTell
  ) throws -> (KillCandidates, KillScope) {
    let (candidates, scope, _) = try read(group, sharing: sharing)
    return (candidates, scope)
  }

  func read(
    _ group: String? = nil, nodes: NodeList? = nil, sharing: MemorySharing.Answer = .cannotTell,
    change: (inout Sample) -> Void = { _ in }
  ) throws -> (KillCandidates, KillScope, ProcessTable) {
    let root = try KernelRoot(tree.path)
    var sampler = Sampler(root)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: KillPlan.files))
    change(&sample)
    let facts = KillFacts(root, for: group, nodes: nodes, sample) { _, _ in sharing }
    let candidates = KillCandidates(sample, sampler.facts, facts)
    let pageSize = sampler.facts.pageSize
    let scope =
      group.flatMap { candidates.scope($0, sample, pageSize: pageSize) }
      ?? facts.nodes.flatMap { KillScope.nodes($0, sample, pageSize: pageSize, candidates.rules) }
    return (candidates, scope ?? candidates.host ?? KillScope(totalPages: 1), sample.processes)
  }

  /// A sample of it, as a plan that follows the kill order takes it.
  func sample(_ kill: KillPlan?) throws -> (Sample, HostFacts) {
    let root = try KernelRoot(tree.path)
    var sampler = Sampler(root)
    var sample = Sample()
    var plan = SamplingPlan(all: [])
    if let kill { plan.follow(kill) }
    try sampler.take(into: &sample, after: Sample(), plan: plan)
    return (sample, sampler.facts)
  }

  /// The victims in order: `7`, `7+8` where two die together.
  func order(_ group: String? = nil) throws -> [String] {
    let (candidates, scope) = try candidates(group)
    return Self.text(KillOrder(candidates, scope), candidates)
  }

  static func text(_ order: KillOrder, _ candidates: KillCandidates) -> [String] {
    order.victims.map { victim in
      ([victim.row] + victim.alsoKilled).map { String(candidates.processes[Int($0)].pid) }
        .joined(separator: "+")
    }
  }
}
