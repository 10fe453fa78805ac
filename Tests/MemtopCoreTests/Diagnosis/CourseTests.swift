import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

/// The past of what findings name, as charts draw it.
@Suite struct CourseTests {
  private static let process = ProcessID(pid: 7, startTime: 700)

  /// A process that is judged at these seconds, with so many MiB.
  private func history(_ judged: [(second: Double, size: UInt64)]) -> DiagnosisHistory {
    var history = DiagnosisHistory()
    for (second, size) in judged {
      var facts = DiagnosisFacts()
      facts.time = second
      facts.processCount = Int(size)
      facts.processes = [
        DiagnosisProcess(
          id: Self.process, name: "job", group: nil, anon: size << 20, swap: 0, rss: size << 20,
          shmem: 0, pageTables: 0)
      ]
      history.record(facts, HostMemory(facts))
    }
    return history
  }

  @Test func theLargestOfAStretchIsDrawnAndHoldsUntilTheNext() {
    let history = history([(100, 10), (101, 30), (102, 20), (120, 40)])
    let tens = history.columns(.process(Self.process), per: 10, 4)
    #expect(tens == [nil, 30, 20, 40].map { $0.map { $0 * 1_048_576 } })
    #expect(history.columns(.processCount, per: 10, 2) == [20, 40])
    #expect(
      history.columns(.process(Self.process), per: 1, 3) == [20, 20, 40].map { $0 * 1_048_576 })
  }

  @Test func nothingIsDrawnOfWhatIsNotKnown() {
    let history = history([(100, 10)])
    #expect(history.columns(.process(ProcessID(pid: 7, startTime: 701)), per: 1, 9).isEmpty)
    #expect(history.columns(.group("/none"), per: 1, 9).isEmpty)
  }

  /// There are hosts with thousands of groups that have a limit: their past takes no more than that of some.
  @Test func thePastOfManyGroupsIsShort() throws {
    let count = 500
    let made = TemporaryTree([:])
    for number in 0..<count {
      made.write("sys/fs/cgroup/g\(number)/memory.max", Array("1000\n".utf8))
      made.write("sys/fs/cgroup/g\(number)/memory.current", Array("\(number)\n".utf8))
    }
    made.write("proc/self/mountinfo", Array("30 20 0:26 / /sys/fs/cgroup rw - cgroup2 c rw\n".utf8))
    let root = try KernelRoot(made.path)
    var buffer = ReadBuffer()
    var reader = LimitedGroups()
    var facts = DiagnosisFacts()
    facts.groups = reader.read(
      root, CgroupMount.list(root, &buffer), count: 4096, now: 0, &buffer)
    #expect(facts.groups.count == count)
    var history = DiagnosisHistory()
    let least = DiagnosisHistory.pointsOfGroups / count
    #expect(least < DiagnosisHistory.pointsOfGroup.upperBound)
    for second in 1...100 {
      facts.time = Double(second)
      history.record(facts, HostMemory(facts))
    }
    #expect(history.groups.count == count)
    #expect(history.groups.values.allSatisfy { $0.count == least && $0.last?.time == 100 })
    #expect(history.columns(.group("/g7"), per: 1, 2) == [7, 7])
  }

  @Test func everyRuleSaysWhenWhatItFoundIsOver() {
    for rule in DiagnosisRule.all {
      let text = rule.ending { "<\($0.name)>" }
      #expect(!text.isEmpty && !text.contains("{") && !text.hasSuffix("."), "\(rule.id): \(text)")
      // A name in it is one of the rules' thresholds, which the reader finds in the page.
      #expect(rule.ending == rule.ending { "{\($0.name)}" })
    }
  }

  @Test func aFindingSaysItWithTheThresholdsInForce() throws {
    let memory = Diagnosed.memory(["MemAvailable": 45_000])
    let finding = try #require(
      try Diagnosed.once(["proc/meminfo": memory]).findings.first { $0.kind == .shortage })
    #expect(finding.ending == "10 % of memory is available and does not fall on")
  }
}
