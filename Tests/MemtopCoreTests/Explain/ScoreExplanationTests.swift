import LinuxKernel
import Testing

@testable import MemtopCore

/// What is said of one process's place in the kill order.
struct ScoreExplanationTests {
  private func model(_ host: VictimHost, _ group: String?) throws -> Model {
    let root = try KernelRoot(host.tree.path)
    var sampler = Sampler(root)
    var model = Model(facts: sampler.facts)
    var plan = SamplingPlan(all: [])
    plan.follow(KillPlan(group: group))
    try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: plan)
    }
    return model
  }

  private func explain(
    _ pid: Int32, _ host: VictimHost, group: String? = nil
  ) throws -> ScoreExplanation {
    let model = try model(host, group)
    let row = try #require(model.processes.index(of: pid))
    let process = model.processes.rows[row].id
    let kill = try #require(model.kill)
    let score = ScoreExplanation(process, in: group, kill, model) { "p\($0.pid)" }
    return try #require(score)
  }

  @Test func theHostsRankTermsAndSum() throws {
    let host = VictimHost("6.1.0")
    host.add(10, pages: 5000, adj: 100)
    host.add(11, pages: 90_000)
    let score = try explain(10, host)
    let scope = try #require(score.scopes.first)
    // A gigabyte is 262144 pages, a thousandth of it 262.
    #expect(scope.terms.adj == 100 * 262)
    #expect(scope.terms.badness == 5000 + 4 + 26200)
    #expect((scope.rank, scope.candidates) == (2, 2))
    #expect(score.scopes.count == 1 && score.limits == nil)
    #expect(score.immunity == nil)
  }

  @Test func everyLimitedGroupOnItsPathIsAScopeTheOneThatBindsFirst() throws {
    let host = VictimHost(
      "6.1.0",
      [
        "sys/fs/cgroup/a/memory.max": "409600000\n",
        "sys/fs/cgroup/a/memory.current": "409000000\n",
        "sys/fs/cgroup/a/b/memory.max": "40960000\n", "sys/fs/cgroup/a/b/memory.current": "4096\n",
        "sys/fs/cgroup/a/b/c/memory.max": "max\n", "sys/fs/cgroup/a/b/c/memory.current": "4096\n",
      ])
    host.add(10, pages: 900, adj: 100, group: "/a/b/c")
    host.add(11, pages: 9000, group: "/a")
    host.add(12, pages: 90_000)
    let score = try explain(10, host, group: "/a/b/c")
    #expect(score.scopes.map { $0.scope.group } == [nil, "/a", "/a/b"])
    #expect(score.scopes.map(\.scope.totalPages) == [262_144, 100_000, 10_000])
    #expect(score.scopes.map(\.terms.adj) == [26_200, 10_000, 1000])
    #expect(score.scopes.map(\.rank) == [2, 1, 1])
    #expect(score.scopes.map(\.candidates) == [3, 2, 1])
    #expect(score.limits?.binding?.group == "/a")
  }

  @Test func limitsOfAnotherGroupAreNotItsOwn() throws {
    let host = VictimHost("6.1.0", ["sys/fs/cgroup/a/memory.max": "409600000\n"])
    host.add(10, pages: 900, group: "/a")
    let model = try model(host, "/a")
    let kill = try #require(model.kill)
    let row = try #require(model.processes.index(of: 1))
    let id = model.processes.rows[row].id
    let score = ScoreExplanation(id, in: "/", kill, model) { _ in "" }
    #expect(score?.scopes.count == 1 && score?.limits == nil)
    let later = ProcessID(pid: 99, startTime: 1)
    #expect(ScoreExplanation(later, in: "/", kill, model) { _ in "" } == nil)
  }

  @Test func equalsAreNamed() throws {
    let host = VictimHost("7.2.0")
    for pid in 10...15 { host.add(pid, pages: 5000) }
    let scope = try #require(try explain(12, host).scopes.first)
    #expect(scope.uncertainty == 0)
    #expect(scope.tiedCount == 5)
    #expect(scope.tied.map(\.name).allSatisfy { $0.hasPrefix("p1") })
    #expect(scope.tied.count == 3)
    #expect(scope.rank == 4)
  }

  @Test func whoDiesWithAnotherSaysSo() throws {
    let host = VictimHost(
      "6.1.0",
      ["sys/fs/cgroup/g/memory.max": "max\n", "sys/fs/cgroup/g/memory.oom.group": "1\n"])
    host.add(10, pages: 5000, group: "/g")
    host.add(11, pages: 900, group: "/g")
    host.add(12, pages: 2000)
    let small = try #require(try explain(11, host, group: "/g").scopes.first)
    #expect(small.rank == 1 && small.diesWith?.pid == 10)
    #expect(small.tiedCount == 0)
    let large = try #require(try explain(10, host, group: "/g").scopes.first)
    #expect(large.diesWith == nil && large.alsoKilled == 1)
  }

  @Test func theKernelsScoreIsComparedWithTheOneDerived() throws {
    let host = VictimHost("6.1.0")
    // (1000 + 26214 × 1000 / 262144) × 2 / 3
    host.add(10, pages: 26_210, score: 732)
    host.add(11, pages: 26_210, score: 740)
    host.add(12, pages: 26_210)
    #expect(try explain(10, host).derivedScore == 732)
    #expect(try explain(10, host).scoreDifference == 0)
    #expect(try explain(11, host).scoreDifference == 8)
    #expect(try explain(12, host).kernelScore == nil)
    #expect(try explain(12, host).scoreDifference == nil)
  }

  @Test func whatKeepsTheKernelFromChoosingIsSaid() throws {
    let host = VictimHost("6.1.0", ["proc/sys/vm/panic_on_oom": "1\n"])
    host.add(10, pages: 500)
    #expect(try explain(10, host).scopes.first?.warning?.contains("panic_on_oom") == true)
    let group = VictimHost(
      "6.1.0",
      [
        "sys/fs/cgroup/memory/g/memory.limit_in_bytes": "4096000\n",
        "sys/fs/cgroup/memory/g/memory.oom_control": "oom_kill_disable 1\nunder_oom 0\n",
      ])
    group.add(10, pages: 500, group: "/g")
    let scopes = try explain(10, group, group: "/g").scopes
    #expect(scopes.map { $0.warning == nil } == [true, false])
  }
}
