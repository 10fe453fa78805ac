import CLinux
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI
import Synchronization

/// Plans deeds and does them beside the loop, one at a time: users' names and systemd may take their time,
/// and memory that is pushed out is watched for some seconds.
final class DeedDesk {
  /// Becomes readable when there is an answer.
  var descriptor: Int32 { shared.answered }
  private let root: KernelRoot
  private let arrow: String
  private let shared: Shared

  private struct State {
    /// What was asked about last, and what is held for it once that is known.
    var asked: Deed?
    var planned: PlannedDeed?
    var doing: Deed?
    var answers: [Message] = []
  }

  /// What the loop and the threads share; a thread that is stuck keeps it alive.
  private final class Shared: Sendable {
    let answered: Int32
    let state = Mutex(State())

    init() throws(KernelError) {
      answered = clinux_event_open()
      guard answered >= 0 else { throw KernelError(path: "eventfd", reason: .errno(-answered)) }
    }

    deinit { close(answered) }

    /// Changes the state and answers, within one lock: whoever takes the answer finds the state.
    func answer(_ message: Message, _ change: (inout State) -> Void) {
      state.withLock { state in
        change(&state)
        state.answers.append(message)
      }
      clinux_event_add(answered, 1)
    }
  }

  /// - Parameter arrow: stands between an old and a new value.
  ///
  /// Throws: when the kernel gives no more descriptors.
  init(_ root: KernelRoot, arrow: String) throws(KernelError) {
    self.root = root
    self.arrow = arrow
    shared = try Shared()
  }

  /// Begins to find out what a deed would do, and to take hold of what it is about. What comes back is why
  /// not.
  func plan(_ deed: Deed) -> Message? {
    shared.state.withLock { state in
      state.asked = deed
      state.planned = nil
    }
    let (shared, root, arrow) = (shared, root, arrow)
    let isStarted = Self.start {
      let found = PlannedDeed.found(deed, root, arrow)
      shared.answer(.planned(deed, found.map(\.preview))) { state in
        // Another one was asked about meanwhile, or this one was dropped.
        if state.asked == deed { state.planned = try? found.get() }
      }
    }
    return isStarted ? nil : .planned(deed, .failure(Self.noThread))
  }

  /// Begins to do what was planned; a prompt that planned by itself, as the one for limits does, is planned
  /// here for the way to do it. What comes back is why not.
  func carryOut(_ deed: Deed) -> Message? {
    let isFree = shared.state.withLock { state in
      guard state.doing == nil else { return false }
      state.doing = deed
      return true
    }
    guard isFree else {
      return .carriedOut(deed, .refused("another act is not done yet: nothing is done"))
    }
    let planned = shared.state.withLock { $0.asked == deed ? $0.planned : nil }
    drop()
    let (shared, root, arrow) = (shared, root, arrow)
    let isStarted = Self.start {
      let outcome: DeedOutcome
      switch planned.map(Result.success) ?? PlannedDeed.found(deed, root, arrow) {
      case .success(let plan): outcome = plan.carryOut()
      case .failure(let problem): outcome = .refused(problem.message)
      }
      shared.answer(.carriedOut(deed, outcome)) { $0.doing = nil }
    }
    guard !isStarted else { return nil }
    shared.state.withLock { $0.doing = nil }
    return .carriedOut(deed, .refused(Self.noThread.message))
  }

  private static let noThread = DeedProblem("the system has no thread to give: nothing is done")

  private static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    DetachedThread.start(stackSize: 1 << 20, body)
  }

  /// Lets go of what was planned and is not to be done.
  func drop() {
    shared.state.withLock { state in
      state.asked = nil
      state.planned = nil
    }
  }

  /// The answers since the last call; never waits.
  func take() -> [Message] {
    clinux_event_take(shared.answered)
    return shared.state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// Waits for what would be worse half done, when memtop ends.
  ///
  /// - Parameter limit: Unit: nanoseconds.
  func finish(within limit: UInt64) {
    let end = KernelClock.monotonic() + limit
    while shared.state.withLock({ $0.doing?.isWhole == true }), KernelClock.monotonic() < end {
      KernelClock.sleep(until: KernelClock.monotonic() + 10_000_000)
    }
  }
}
