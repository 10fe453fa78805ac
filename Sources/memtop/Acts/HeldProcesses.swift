import Glibc
import LinuxKernel
import MemtopCore

/// The processes that a prompt is about, held from when it opens until it closes, and the acts on them.
struct HeldProcesses {
  private let root: KernelRoot
  private var handles: [ProcessID: Result<ProcessHandle, KernelError>] = [:]

  init(_ root: KernelRoot) { self.root = root }

  /// Takes hold of these, and lets go of any others.
  mutating func hold(_ processes: [ProcessID]) {
    handles = [:]
    for process in processes {
      handles[process] = Result { () throws(KernelError) in try ProcessHandle(process, in: root) }
    }
  }

  mutating func release() { handles = [:] }

  /// The handle; nil where the process is gone or could not be held.
  subscript(process: ProcessID) -> ProcessHandle? { try? handles[process]?.get() }

  /// Asks the kernel which of the processes that might share a held one's memory do.
  func sharers(of process: MemoryFootprint, among all: [MemoryFootprint]) -> MemorySharers {
    var sharers = MemorySharers()
    guard let held = self[process.process] else { return sharers }
    for candidate in process.sharerCandidates(among: all) {
      guard let other = try? self[candidate.process] ?? ProcessHandle(candidate.process, in: root)
      else { continue }
      let answer = MemorySharing.compare(held, other)
      // Every child is near its parent at first: no doubt follows from that alone.
      if answer == .cannotTell, !process.isAlike(candidate) { continue }
      sharers.add(.init(process: candidate.process, name: candidate.name), answer)
    }
    return sharers
  }

  /// Makes one edit and reads back what came of it.
  func apply(_ edit: AdjEdit) -> AdjOutcome {
    let handle: ProcessHandle
    switch handles[edit.process] {
    case .success(let held)?: handle = held
    case .failure(let error)?:
      return AdjOutcome(edit: edit, before: nil, error: Self.writeError(error))
    case nil: return AdjOutcome(edit: edit, before: nil, result: .gone)
    }
    guard handle.isSame() else { return AdjOutcome(edit: edit, before: nil, result: .gone) }
    let before = try? handle.readAdj()
    if before == edit.new { return AdjOutcome(edit: edit, before: before, result: .unchanged) }
    do throws(OOMScoreAdjWriteError) {
      try handle.writeAdj(edit.new)
    } catch {
      return AdjOutcome(edit: edit, before: before, error: error)
    }
    let after = try? handle.readAdj()
    return AdjOutcome(
      edit: edit, before: before, result: after == edit.new ? .done : .readBackDiffers(after),
      at: KernelClock.wall())
  }

  /// Sends a signal to a held process.
  func send(_ signal: SignalChoice, to process: ProcessID, name: String) -> SignalOutcome {
    let result: SignalOutcome.Result
    do throws(KernelError) {
      guard let handle = try handles[process]?.get() else {
        throw KernelError(path: "/proc/\(process.pid)", reason: .errno(ESRCH))
      }
      try handle.signal(signal.number)
      result = .sent
    } catch {
      switch error.reason {
      case .errno(ESRCH): result = .gone
      case .errno(let code): result = .refused(code)
      case .malformed: result = .refused(EIO)
      }
    }
    return SignalOutcome(
      process: process, name: name, signal: signal, result: result, at: KernelClock.wall())
  }

  private static func writeError(_ error: KernelError) -> OOMScoreAdjWriteError {
    switch error.reason {
    case .errno(ESRCH): .gone
    case .errno(let code): .notOpened(errno: code)
    case .malformed: .notOpened(errno: EIO)
    }
  }
}
