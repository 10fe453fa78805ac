import Glibc
import LinuxKernel
import TestSupport
import Testing

/// What the kernel's list of tasks tells, beside what `/proc` tells of the same processes.
@Suite(.enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
struct TaskIteratorTests {
  /// Calls `body` with every record of one run, while it is valid.
  private func run(_ body: (TaskRecord) -> Void) throws {
    var records = TaskRecords(try LoadedTaskIterator.get())
    try records.begin()
    while let record = try records.next() { body(record) }
  }

  /// Asks of one process what `body` says.
  private func ask<T>(_ pid: Int32, _ body: (TaskRecord) -> T) throws -> T? {
    var answer: T?
    try run { if $0.pid == pid { answer = body($0) } }
    return answer
  }

  @Test func processesComeOnceAndInAscendingOrder() throws {
    let children = try (0..<20).map { _ in try ChildProcess() }
    var pids: [Int32] = []
    try run { pids.append($0.pid) }
    #expect(zip(pids, pids.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Set(pids).isSuperset(of: children.map(\.pid)))
    #expect(pids.contains(getpid()))
  }

  @Test func runsCanFollowEachOtherAndBeLeft() throws {
    var records = TaskRecords(try LoadedTaskIterator.get())
    for _ in 0..<3 {
      try records.begin()
      _ = try records.next()
    }
    try records.begin()
    var count = 0
    while try records.next() != nil { count += 1 }
    #expect(count > 1)
    #expect(try records.next() == nil)
  }

  @Test func aProcessIsToldAsItsOwnFilesTellIt() throws {
    let root = try KernelRoot()
    let child = try ChildProcess()
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "S") })
    let stat = try #require(child.stat(root))
    let told = try #require(try ask(child.pid) { ($0.stat, $0.user, $0.oomScoreAdjMin) })
    #expect(told.0.state == stat.state)
    #expect(told.0.parent == getpid())
    #expect(told.0.flags == stat.flags)
    #expect(told.0.majorFaults == stat.majorFaults)
    #expect(told.0.threads == 1)
    #expect(told.0.startTime == stat.startTime)
    #expect(told.0.resident == stat.resident)
    #expect(told.1 == geteuid())
    #expect(told.2 <= 0)
    let name = try ask(child.pid) { record in record.withComm { $0.count } }
    #expect(name ?? 0 > 0)
  }

  @Test func thoseThatLiveInOneMemoryAreToldBySameNumber() throws {
    let sharer = try ChildProcess(.sharedMemory)
    let copy = try ChildProcess()
    let own = try #require(try ask(getpid()) { $0.memory ?? 0 })
    #expect(try ask(sharer.pid) { $0.memory ?? 0 } == own)
    #expect(try ask(copy.pid) { $0.memory ?? 0 } != own)
  }

  @Test func aLivingThreadTellsTheMemoryOfAProcessWhoseFirstHasEnded() throws {
    let child = try ChildProcess(.headless)
    let root = try KernelRoot()
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "Z") })
    var buffer = ReadBuffer()
    #expect(
      waitUntil {
        ThreadMemory.read(child.pid, in: root, &buffer)?.stat.state == UInt8(ascii: "S")
      })
    let thread = try #require(ThreadMemory.read(child.pid, in: root, &buffer))
    let told = try #require(
      try ask(child.pid) { ($0.stat, $0.status(pageSize: root.pageSize)) })
    #expect(told.0.state == UInt8(ascii: "Z"))
    #expect(told.0.threads == 2)
    #expect(told.1.rssAnon == thread.status.rssAnon)
    #expect(told.1.rssFile == thread.status.rssFile)
    #expect(told.1.vmPTE == thread.status.vmPTE)
  }

  @Test func aZombieAndAKernelThreadHaveNoMemory() throws {
    let zombie = try ChildProcess(.zombie)
    let dead = try #require(
      try ask(zombie.pid) { ($0.stat.state, $0.hasMemory, $0.statm.size, $0.memory) })
    #expect(dead.0 == UInt8(ascii: "Z"))
    #expect(!dead.1 && dead.2 == 0 && dead.3 == nil)
    var kernelThreads = 0
    var withMemory = 0
    try run { record in
      guard record.isKernelThread else { return }
      kernelThreads += 1
      if record.hasMemory { withMemory += 1 }
    }
    #expect(withMemory == 0)
  }

  @Test func theAdjustmentIsToldAndItsFloor() throws {
    let child = try ChildProcess()
    let before = try #require(try ask(child.pid) { ($0.oomScoreAdj, $0.oomScoreAdjMin) })
    let file = open("/proc/\(child.pid)/oom_score_adj", O_WRONLY | O_CLOEXEC)
    try #require(file >= 0)
    #expect(write(file, "345", 3) == 3)
    close(file)
    let after = try #require(try ask(child.pid) { ($0.oomScoreAdj, $0.oomScoreAdjMin) })
    #expect(after.0 == 345)
    // A write by a holder of CAP_SYS_RESOURCE moves the floor as well.
    let holds = Capabilities.current(try KernelRoot())?.contains(.sysResource) == true
    #expect(after.1 == (holds ? 345 : before.1))
  }

  @Test func manyThreadsAreSaidToBeTooMany() throws {
    let own = try #require(try ask(getpid()) { ($0.stat.threads, $0.lacksFaults) })
    #expect(own.1 == (own.0 > 16))
  }
}

/// Where the list cannot be had it is said why.
struct TaskIteratorFailureTests {
  @Test func aCapturedTreeHasNoKernelThatRuns() throws {
    let tree = TemporaryTree(["proc/1/stat": "x"])
    let root = try KernelRoot(tree.path)
    #expect(throws: TaskIteratorFailure(.captured)) { try TaskIterator(root) }
  }
}
