import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct SamplerTests {
  private static func row(_ model: Model, _ pid: Int32) -> ProcessSample? {
    model.processes.index(of: pid).map { model.processes.rows[$0] }
  }

  @Test func processesComeInAscendingOrder() throws {
    let model = try MadeUpHost.usual.model()
    #expect(model.processes.rows.map(\.pid) == [1, 2, 40, 41, 42, 43])
  }

  @Test func opensOnlyWhatThePlanAsksFor() throws {
    var model = try MadeUpHost.usual.emptyModel()
    try MadeUpHost.usual.advance(&model, plan: SamplingPlan(all: .oomScore, kept: .stat))
    let java = try #require(Self.row(model, 41))
    #expect(java.read == [.stat, .oomScore])
    #expect(java.rss == nil)
    #expect(java.oomScore == 736)
  }

  @Test func theRowsOnScreenGetTheRest() throws {
    var sample = Sample()
    try MadeUpHost.usual.withRoot { root in
      var sampler = Sampler(root)
      try sampler.take(
        into: &sample, after: Sample(), plan: SamplingPlan(all: .statm, kept: .stat))
      sampler.complete(&sample, rows: [3], files: [.statm, .status, .cgroup])
    }
    #expect(sample.processes.rows[3].swap == 716_800_000)
    #expect(sample.processes.rows[2].swap == nil)
    #expect(
      sample.processes.cgroup(3).map { String(decoding: $0, as: UTF8.self) }
        == "/system.slice/java.service")
  }

  @Test func goneProcessesAreDropped() throws {
    var host = MadeUpHost.usual
    var model = try host.model()
    host.processes.removeAll { $0.pid == 41 }
    try host.advance(&model, seconds: 1001)
    #expect(Self.row(model, 41) == nil)
    #expect(Self.row(model, 42)?.rss == 20_000 * 4096)
  }

  @Test func aNewProcessWithAnOldPIDHasNothingOfTheFirst() throws {
    var host = MadeUpHost.usual
    var model = try host.model()
    let first = try #require(Self.row(model, 41)?.id)
    host.processes[3] = .init(41, "cron", start: 99_000, rssPages: 5, score: 1, user: 0)
    try host.advance(&model, seconds: 1001)
    let row = try #require(model.processes.index(of: 41))
    #expect(model.processes.rows[row].id != first)
    #expect(model.processes.index(of: first) == nil)
    #expect(Field.comm.value(model, row) == .text("cron"))
    #expect(Field.cmdline.value(model, row) == .text("/usr/bin/cron --config /etc/cron"))
    #expect(Field.cgroup.value(model, row) == .text("/system.slice/cron.service"))
    #expect(Field.user.value(model, row) == .text("0"))
  }

  /// What a file may hold instead of what it should, and the field that then has no value.
  private static let broken: [(file: String, text: String, field: Field)] = [
    ("statm", "", .rss), ("statm", "12 x", .rss),
    ("statm", "18446744073709551615 18446744073709551615 1 0 0 0 0\n", .rss),
    ("oom_score", "many\n", .oomScore), ("oom_score_adj", "\n", .oomScoreAdj),
    ("stat", "41 (java", .startTime), ("status", "VmSwap:\tlots kB\n", .swap),
  ]

  @Test(arguments: broken)
  func brokenFilesAreCountedAndSamplingGoesOn(file: String, text: String, field: Field) throws {
    var host = MadeUpHost.usual
    host.replaced["proc/41/" + file] = text
    let model = try host.model()
    #expect(model.processes.malformed > 0)
    #expect(model.processes.firstMalformed?.pid == 41)
    #expect(model.processes.firstMalformed.map { "\($0.file.name)" } == file)
    let row = try #require(model.processes.index(of: 41))
    #expect(field.value(model, row) == .absent)
    let other = try #require(model.processes.index(of: 42))
    #expect(field.value(model, other) != .absent)
  }

  @Test func unreadableHostFilesAreAbsentOrDenied() throws {
    var host = MadeUpHost.usual
    host.denied = ["proc/meminfo"]
    let model = try host.model()
    #expect(model.sample.memInfo == .denied)
    #expect(model.sample.pressure == .absent)
    #expect(model.sample.vmStat == .absent)
    #expect(model.facts.name == "web-07")
  }
}
