import CTestSystem
import Glibc
import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Real processes sampled again and again, while their pids come to be others'.
struct PIDReuseTests {
  private static let mayChoosePids = ctest_effective_capabilities() & 1 << 21 != 0

  @Test(.enabled(if: mayChoosePids, "it needs CAP_SYS_ADMIN to choose a pid"))
  func theNewProcessIsShownAtOnce() throws {
    let root = try KernelRoot()
    var sampler = Sampler(root)
    var model = Model(facts: sampler.facts)
    let plan = SamplingPlan(all: [.statm, .oomScore, .oomScoreAdj], kept: [.stat, .owner])
    func sample(_ pid: Int32) throws -> ProcessSample? {
      try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
      return model.processes.index(of: pid).map { model.processes.rows[$0] }
    }

    let first = try ChildProcess()
    let pid = first.pid
    let firstID = try first.id(root)
    try ProcessHandle(firstID, in: root).writeAdj(100)
    for _ in 0..<3 {
      let row = try #require(try sample(pid))
      #expect(row.id == firstID)
      #expect(row.oomScoreAdj == 100)
    }
    first.end()
    // A clock tick, so that the two differ in their start time as well.
    usleep(20_000)
    let second = try ChildProcess(pid: pid)
    let row = try #require(try sample(pid))
    #expect(row.id == (try second.id(root)))
    #expect(row.id != firstID)
    #expect(row.oomScoreAdj == 0)
    #expect(try sample(pid)?.oomScoreAdj == 0)
    second.end()
    #expect(try sample(pid) == nil)
  }

  @Test func aZombieHasNoSizesAndIsDroppedWhenItIsWaitedFor() throws {
    let root = try KernelRoot()
    var sampler = Sampler(root)
    var model = Model(facts: sampler.facts)
    func sample(_ pid: Int32) throws -> ProcessSample? {
      try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: SamplingPlan(all: .statm))
      }
      return model.processes.index(of: pid).map { model.processes.rows[$0] }
    }
    let child = try ChildProcess()
    for _ in 0..<3 { #expect(try sample(child.pid)?.rss ?? 0 > 0) }
    try ProcessHandle(child.id(root), in: root).signal(9)
    waitUntil { child.stat(root)?.state == UInt8(ascii: "Z") }
    let row = try #require(try sample(child.pid))
    #expect(row.rss == nil)
    child.end()
    #expect(try sample(child.pid) == nil)
  }
}
