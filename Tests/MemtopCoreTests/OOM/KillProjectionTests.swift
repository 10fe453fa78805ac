import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// Who would be killed when memory has run out, with what they take until then.
@Suite struct KillProjectionTests {
  /// A big process that stays, one that grows, and a small one; 1 GB in all.
  private static func model() throws -> Model {
    var files: [String: String] = [
      "proc/meminfo": "MemTotal: 1000000 kB\nMemAvailable: 400000 kB\nSwapTotal: 0 kB\n",
      "proc/sys/kernel/osrelease": "6.1.0-18-amd64\n",
      "proc/uptime": "1000.00 1.00\n",
    ]
    for (pid, name, size) in [(10, "big", 300_000), (20, "hog", 100_000), (30, "tiny", 4000)] {
      files["proc/\(pid)/stat"] =
        "\(pid) (\(name)) S 1 0 0 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 \(pid) 0 0 0\n"
      files["proc/\(pid)/statm"] = "\(size / 2) \(size / 4) 0 1 0 1 0\n"
      files["proc/\(pid)/status"] =
        "Name:\t\(name)\nUid:\t0\t0\t0\t0\nRssAnon:\t\(size) kB\nRssFile:\t0 kB\nRssShmem:\t0 kB\n"
        + "VmPTE:\t40 kB\nVmSwap:\t0 kB\n"
      files["proc/\(pid)/oom_score_adj"] = "0\n"
      files["proc/\(pid)/oom_score"] = "700\n"
      files["proc/\(pid)/cgroup"] = "0::/\n"
    }
    let tree = TemporaryTree(files)
    let root = try KernelRoot(tree.path)
    var sampler = Sampler(root)
    var model = Model(facts: sampler.facts)
    var plan = SamplingPlan(all: [])
    plan.follow(KillPlan())
    try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: plan)
    }
    return model
  }

  private static func projection(
    _ model: Model, count: Int = 5, fall: Double = 0, pace: (Int32) -> Double?
  ) -> KillProjection? {
    guard let picture = model.kill, let host = picture.host else { return nil }
    return KillProjection(
      picture.candidates, host, room: 400_000 * 1024, fall: fall, pageSize: 4096,
      count: count, pace: pace)
  }

  private static func names(_ model: Model, pace: (Int32) -> Double?) -> [String] {
    (projection(model, pace: pace)?.victims ?? []).map { victim in
      model.processes.comm(Int(victim.row)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
  }

  @Test func whoGrowsOvertakes() throws {
    let model = try Self.model()
    let order = try #require(model.kill?.host)
    #expect(order.victims.map(\.row) == [0, 1, 2])
    #expect(Self.names(model) { _ in nil } == ["big", "hog", "tiny"])
    #expect(Self.names(model) { $0 == 1 ? 1e6 : nil } == ["hog", "big", "tiny"])
  }

  /// What the first victim gives back is taken by those that still grow.
  @Test func whatComesBackIsTakenAgain() throws {
    let model = try Self.model()
    // The hog takes three quarters of what is left, the tiny one the rest, and then all of the hog's.
    #expect(
      Self.names(model) { $0 == 1 ? 3e6 : $0 == 2 ? 1e6 : nil } == ["hog", "tiny", "big"])
  }

  @Test func badnessHoldsWhatIsTakenUntilThen() throws {
    let model = try Self.model()
    let told = Self.projection(model, count: 1) { $0 == 1 ? 1e6 : nil }
    let now = try #require(model.kill?.host?.victims.first { $0.row == 1 })
    #expect(told?.victims == [.init(row: 1, badness: now.badness + 100_000)])
  }

  /// What the processes do not take of the fall goes where nobody is killed for it.
  @Test func whatGoesElsewhereIsNobodys() throws {
    let model = try Self.model()
    let now = try #require(model.kill?.host?.victims.first { $0.row == 1 })
    let told = Self.projection(model, fall: 4e6) { $0 == 1 ? 1e6 : nil }
    #expect(told?.victims.map(\.row) == [0, 1, 2])
    #expect(told?.victims[1].badness == now.badness + 25_000 + 75_010 / 4)
  }

  /// A process that once took a little is not carried on beside one that takes a hundred times that.
  @Test func aLittleIsNoGrowth() throws {
    let model = try Self.model()
    let now = try #require(model.kill?.host?.victims.first { $0.row == 2 })
    for (pace, grows) in [(0.9e4, false), (1.1e4, true)] {
      let told = try #require(Self.projection(model, fall: 1e6) { $0 == 2 ? pace : nil })
      #expect((told.victims.last?.badness ?? 0 > now.badness) == grows)
    }
  }

  @Test func ranksAreThoseOfTheOrder() throws {
    let told = Self.projection(try Self.model(), count: 2) { $0 == 1 ? 1e6 : nil }
    #expect([0, 1, 2].map { told?.rank(of: $0) } == [2, 1, nil])
  }

  /// Who is protected grows on, and takes what every death gives back.
  @Test func whoIsProtectedGrowsOn() throws {
    var model = try Self.model()
    let hog = try #require(model.processes.index(of: 20).map { model.processes.rows[$0].id })
    model.adopt([(process: hog, adj: -1000)])
    let told = Self.projection(model) { $0 == 1 ? 3e6 : $0 == 2 ? 1e6 : nil }
    #expect(told?.victims.map(\.row) == [0, 2])
    // A quarter of what is left, and of what big gives back.
    let tiny: Int64 = 1010 + 25_000 + 75_010 / 4
    #expect(told?.victims.last?.badness == tiny)
  }

  /// Only those that can come among the first are ordered anew for each death: all of them give the same.
  @Test(arguments: ["shop-series/0045", "oom-runs/6.18-m1", "deb11-v2", "newest"])
  func fewGiveWhatAllGive(_ name: String) throws {
    let root = try KernelRoot(Fixtures.path(name))
    var sampler = Sampler(root)
    var model = Model(facts: sampler.facts)
    try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
      try sampler.take(into: &next, after: last, plan: SamplingPlan(all: KillPlan.files))
    }
    let facts = KillFacts(root, for: nil, model.sample) { _, _ in .cannotTell }
    let candidates = KillCandidates(model.sample, model.facts, facts)
    let order = KillOrder(candidates, try #require(candidates.host))
    var random = SplitMix(seed: 7)
    for _ in 0..<40 {
      var paces: [Int32: Double] = [:]
      for process in candidates.processes where Int.random(in: 0..<4, using: &random) == 0 {
        paces[process.row] = Double.random(in: 1e5...1e6, using: &random)
      }
      let room = UInt64.random(in: 0...1 << 30, using: &random)
      let told = KillProjection(candidates, order, room: room, pageSize: 4096) { paces[$0] }
      #expect(told?.victims == Self.reckoned(candidates, order.scope, room, paces))
    }
  }

  /// The same without any shortcut.
  private static func reckoned(
    _ candidates: KillCandidates, _ scope: KillScope, _ room: UInt64, _ paces: [Int32: Double]
  ) -> [KillProjection.Victim] {
    var candidates = candidates
    var growing = candidates.processes.filter { $0.memory == $0.row && paces[$0.row] != nil }
      .map(\.row)
    var left = Int64(room / 4096)
    var victims: [KillProjection.Victim] = []
    while victims.count < KillProjection.usualCount {
      let all = growing.reduce(0) { $0 + (paces[$1] ?? 0) }
      for row in growing { candidates.grow(row, by: Int64(Double(left) * (paces[row] ?? 0) / all)) }
      guard let first = KillOrder(candidates, scope).victims.first else { break }
      victims.append(KillProjection.Victim(row: first.row, badness: first.badness))
      for row in [first.row] + first.alsoKilled {
        candidates.remove(row)
        growing.removeAll { $0 == row }
      }
      left = first.freedMemory + first.freedSwap
    }
    return victims
  }
}
