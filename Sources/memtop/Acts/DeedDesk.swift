import CLinux
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI
import Synchronization

/// Plans deeds on the loop and does them beside it, one at a time: systemd may take a minute, and memory
/// that is pushed out is watched for some seconds.
final class DeedDesk {
  /// Becomes readable when one is done.
  var descriptor: Int32 { shared.done }
  private let root: KernelRoot
  private let arrow: String
  private let shared: Shared
  private var planned: (deed: Deed, plan: PlannedDeed)?

  /// What the loop and the thread share; a thread that is stuck keeps it alive.
  private final class Shared: Sendable {
    let done: Int32
    let outcome = Mutex<(Deed, DeedOutcome)?>(nil)
    let doing = Mutex<Deed?>(nil)

    init() throws(KernelError) {
      done = clinux_event_open()
      guard done >= 0 else { throw KernelError(path: "eventfd", reason: .errno(-done)) }
    }

    deinit { close(done) }
  }

  /// Throws: when the kernel gives no more descriptors.
  init(_ root: KernelRoot, arrow: String) throws(KernelError) {
    self.root = root
    self.arrow = arrow
    shared = try Shared()
  }

  /// Finds out what a deed would do, and takes hold of what it is about.
  func plan(_ deed: Deed) -> Message {
    planned = nil
    do {
      let plan = try PlannedDeed(deed, root, arrow: arrow)
      planned = (deed, plan)
      return .planned(deed, .success(plan.preview))
    } catch {
      return .planned(deed, .failure(DeedProblem(Self.text(error))))
    }
  }

  /// Does what was planned, beside the loop. What comes back is why not.
  func carryOut(_ deed: Deed) -> Message? {
    // A prompt that planned by itself, as the one for limits does, is planned here for the way to do it.
    if planned?.deed != deed {
      if case .planned(_, .failure(let problem)) = plan(deed) {
        return .carriedOut(deed, .refused(problem.message))
      }
    }
    guard let plan = planned?.plan else { return nil }
    planned = nil
    guard begin(deed) else {
      return .carriedOut(deed, .refused("another act is not done yet: nothing is done"))
    }
    let shared = shared
    let isStarted = DetachedThread.start(stackSize: 1 << 20) {
      let outcome = plan.carryOut()
      shared.outcome.withLock { $0 = (deed, outcome) }
      shared.doing.withLock { $0 = nil }
      clinux_event_add(shared.done, 1)
    }
    if isStarted { return nil }
    shared.doing.withLock { $0 = nil }
    return .carriedOut(deed, .refused("the system has no thread to give: nothing is done"))
  }

  private func begin(_ deed: Deed) -> Bool {
    shared.doing.withLock { doing in
      guard doing == nil else { return false }
      doing = deed
      return true
    }
  }

  /// Lets go of what was planned and is not to be done.
  func drop() { planned = nil }

  /// What came of the one that is done; never waits.
  func take() -> Message? {
    clinux_event_take(shared.done)
    return shared.outcome.withLock { outcome in
      defer { outcome = nil }
      return outcome.map { .carriedOut($0.0, $0.1) }
    }
  }

  /// Waits for what would be worse half done, when memtop ends.
  ///
  /// - Parameter limit: Unit: nanoseconds.
  func finish(within limit: UInt64) {
    let end = KernelClock.monotonic() + limit
    while shared.doing.withLock({ $0?.isWhole == true }), KernelClock.monotonic() < end {
      KernelClock.sleep(until: KernelClock.monotonic() + 10_000_000)
    }
  }

  private static func text(_ error: any Error) -> String {
    switch error {
    case let problem as CgroupProblem: problem.message
    case let refusal as KeepRefusal: refusal.message
    case let failure as CommandFailure: failure.message
    case let failure as CgroupTree.Failure: failure.message
    case let error as KernelError: error.text
    default: "\(error)"
    }
  }
}
