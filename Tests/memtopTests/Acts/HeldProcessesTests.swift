import Glibc
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

@testable import memtop

struct HeldProcessesTests {
  let root: KernelRoot

  init() throws { root = try KernelRoot() }

  private func held(_ processes: ProcessID...) -> HeldProcesses {
    var held = HeldProcesses(root)
    held.hold(processes)
    return held
  }

  private func edit(_ process: ProcessID, to new: Int32) -> AdjEdit {
    AdjEdit(process: process, name: "child", old: 0, new: new)
  }

  @Test func writesReadsBackAndUndoes() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let held = held(id)
    let before = try #require(held[id]).readAdj()
    let raised = held.apply(edit(id, to: before + 300))
    #expect(raised.result == .done)
    #expect(raised.before == before)
    #expect(try held[id]?.readAdj() == before + 300)
    guard case .adj(let back, undoes: true)? = DeedOutcome([raised], undoes: false).undo else {
      Issue.record("nothing takes it back")
      return
    }
    #expect(back.map { held.apply($0).result } == [.done])
    #expect(try held[id]?.readAdj() == before)
  }

  @Test func aValueItHasAlreadyIsNotWritten() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let held = held(id)
    let present = try #require(held[id]).readAdj()
    #expect(held.apply(edit(id, to: present)).result == .unchanged)
  }

  @Test func belowZeroIsDoneOrRefusedWithTheKernelsReason() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let outcome = held(id).apply(edit(id, to: -700))
    let expected: AdjOutcome.Result =
      AdjRights.own(root).canLower ? .done : .refused(.notTaken(EACCES))
    #expect(outcome.result == expected)
  }

  @Test func aProcessThatIsGoneIsLeftAlone() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let held = held(id)
    child.end()
    #expect(held.apply(edit(id, to: 5)).result == .gone)
    #expect(held.send(SignalChoice.all[0], to: id, name: "child").result == .gone)
  }

  @Test func aReusedPidIsLeftAlone() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    let earlier = ProcessID(pid: id.pid, startTime: id.startTime - 1)
    let held = held(earlier)
    #expect(held[earlier] == nil)
    #expect(held.apply(edit(earlier, to: 5)).result == .gone)
    #expect(held.send(SignalChoice.all[1], to: earlier, name: "child").result == .gone)
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "S") })
  }

  @Test func onlyWhatIsHeldIsActedOn() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    var held = held(id)
    held.release()
    #expect(held.apply(edit(id, to: 5)).result == .gone)
    #expect(held.send(SignalChoice.all[1], to: id, name: "child").result == .gone)
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "S") })
  }

  @Test func aSignalReachesTheChild() throws {
    let child = try ChildProcess()
    let id = try child.id(root)
    #expect(held(id).send(SignalChoice.all[0], to: id, name: "child").result == .sent)
    waitUntil { child.stat(root)?.state == UInt8(ascii: "Z") }
    #expect(child.end() == SIGTERM)
  }

  @Test func findsWhoSharesTheMemory() throws {
    let first = try ChildProcess(.sharedMemory)
    let second = try ChildProcess(.sharedMemory)
    let apart = try ChildProcess()
    let footprints = try [first, second, apart].map {
      MemoryFootprint(process: try $0.id(root), name: "child", vmSize: 4096, vmPTE: 4096)
    }
    let held = held(footprints[0].process)
    let sharers = held.sharers(of: footprints[0], among: footprints)
    if !sharers.cannotTell {
      #expect(sharers.others.map(\.process) == [footprints[1].process])
    }
    #expect(!sharers.others.map(\.process).contains(footprints[2].process))
  }

  @Test func aCapturedTreeIsReadOnly() throws {
    let tree = TemporaryTree([
      "proc/5/stat": "5 (x) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 777 0 0\n",
      "proc/5/oom_score_adj": "0\n",
    ])
    let id = ProcessID(pid: 5, startTime: 777)
    var held = HeldProcesses(try KernelRoot(tree.path))
    held.hold([id])
    #expect(held.apply(edit(id, to: 5)).result == .refused(.notOpened(EROFS)))
    #expect(held.send(SignalChoice.all[0], to: id, name: "x").result == .refused(EROFS))
  }
}
