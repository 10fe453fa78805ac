import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Systems recorded just before the kernel killed, and whom it killed.
@Suite struct RecordedKillTests {
  struct Run: Sendable, CustomTestStringConvertible {
    let name: String
    let group: String?
    let victims: [Int32]

    var testDescription: String { name }
  }

  static let runs = [
    Run(name: "5.10-m1", group: "/t", victims: [119, 109, 108]),
    Run(name: "6.1-d2", group: nil, victims: [123, 162, 143]),
    Run(name: "6.1-m2", group: "/t", victims: [123, 181, 122]),
    Run(name: "6.12-a1", group: nil, victims: [232, 173, 167]),
    Run(name: "6.18-m1", group: "/t", victims: [167, 157, 156]),
    Run(name: "7.2-a1", group: nil, victims: [196, 137, 131]),
  ]

  private func read(_ run: Run) throws -> (KillCandidates, KillScope) {
    let root = try KernelRoot(Fixtures.path("oom-runs/\(run.name)"))
    var sampler = Sampler(root)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: KillPlan.files))
    let facts = KillFacts(root, for: run.group, sample) { MemorySharing.ask($0, $1, in: root) }
    let candidates = KillCandidates(sample, sampler.facts, facts)
    let scope =
      run.group.map { candidates.scope($0, sample, pageSize: sampler.facts.pageSize) }
      ?? candidates.host
    return (candidates, try #require(scope))
  }

  @Test(arguments: runs)
  func theKernelKilledTheseFirst(_ run: Run) throws {
    let (candidates, scope) = try read(run)
    let victims = KillOrder(candidates, scope).victims.prefix(run.victims.count)
    #expect(victims.map { candidates.processes[Int($0.row)].pid } == run.victims)
  }

  @Test(arguments: runs)
  func theKernelsScoreFollowsFromTheTerms(_ run: Run) throws {
    let check = OOMScoreCheck(try read(run).0)
    #expect(check.compared > 40)
    #expect(check.differences.isEmpty)
  }

  @Test(arguments: runs)
  func theTermsAddUp(_ run: Run) throws {
    let (candidates, scope) = try read(run)
    for victim in KillOrder(candidates, scope).victims {
      let terms = victim.terms
      let parts = [
        terms.anon, terms.file, terms.shmem, terms.drift, terms.swap, terms.pageTables, terms.adj,
      ]
      #expect(parts.reduce(0, +) == victim.badness)
    }
  }
}
