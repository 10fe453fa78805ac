import LinuxKernel
import MemtopCore
import Testing

struct MemorySharersTests {
  private func process(
    _ pid: Int32, _ size: UInt64?, _ tables: UInt64?, parent: Int32? = nil
  ) -> MemoryFootprint {
    MemoryFootprint(
      process: ProcessID(pid: pid, startTime: 1), name: "p\(pid)", vmSize: size, vmPTE: tables,
      parent: parent)
  }

  @Test func onlyEqualSizesAreWorthAsking() {
    let own = process(1, 4096, 100)
    let all = [
      own, process(2, 4096, 100), process(3, 4096, 104), process(4, 8192, 100),
      process(5, nil, 100), process(6, 4096, nil), process(7, 4096, 100),
    ]
    #expect(own.sharerCandidates(among: all).map(\.process.pid) == [2, 7])
  }

  @Test func aParentAndAChildOfNearlyOneSizeAreWorthAsking() {
    let own = process(5, 4096, 100, parent: 3)
    let all = [
      own, process(3, 4100, 104, parent: 1), process(6, 4000, 96, parent: 5),
      process(7, 4100, 104, parent: 1), process(8, 8192, 100, parent: 5),
    ]
    #expect(own.sharerCandidates(among: all).map(\.process.pid) == [3, 6])
    #expect(all.filter(own.isAlike) == [own])
  }

  @Test func aProcessWithoutSizesHasNoCandidates() {
    let all = [process(1, nil, nil), process(2, nil, nil)]
    #expect(all[0].sharerCandidates(among: all).isEmpty)
  }

  @Test func aReusedPidIsAnotherProcess() {
    let own = process(1, 4096, 100)
    let later = MemoryFootprint(
      process: ProcessID(pid: 1, startTime: 2), name: "p1", vmSize: 4096, vmPTE: 100)
    #expect(own.sharerCandidates(among: [own, later]) == [later])
  }

  @Test func gathersTheKernelsAnswers() {
    let other = MemorySharers.Other(process: ProcessID(pid: 2, startTime: 1), name: "p2")
    var sharers = MemorySharers()
    sharers.add(other, .apart)
    #expect(sharers == MemorySharers())
    sharers.add(other, .shared)
    #expect(sharers == MemorySharers(others: [other]))
    sharers.add(other, .cannotTell)
    #expect(sharers == MemorySharers(others: [other], cannotTell: true))
  }
}
