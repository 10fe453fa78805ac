import CLinux
import Glibc
import LinuxKernel
import Synchronization

/// One thread that takes slow requests off the desk.
final class SlowReader: Sendable {
  /// Enough for name services, and only what is touched costs memory. Unit: bytes.
  private static let stackSize = 256 << 10

  private let number: Int
  private let desk: Desk

  init(_ number: Int, _ desk: Desk) {
    self.number = number
    self.desk = desk
  }

  /// Starts the thread; false when the system has none to give.
  func start() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(
      &attributes, max(Self.stackSize, sysconf(Int32(_SC_THREAD_STACK_MIN))))
    let reader = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = Self.withSignalsBlocked {
      pthread_create(&thread, &attributes, { readerMain($0) }, reader.toOpaque())
    }
    if code != 0 { reader.release() }
    return code == 0
  }

  func run() {
    while true {
      switch desk.queue.withLock({ $0.order(for: number, now: KernelClock.monotonic()) }) {
      case .end: return
      case .wait: desk.awaitCall()
      case .read(let request):
        guard desk.hand(in: desk.read(request), from: number) else { return }
      }
    }
  }

  /// A new thread inherits the mask: signals are for the loop, but a crash must still reach its handler.
  private static func withSignalsBlocked<R>(_ body: () -> R) -> R {
    var blocked = sigset_t()
    var before = sigset_t()
    sigfillset(&blocked)
    for crash in [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT] { sigdelset(&blocked, crash) }
    pthread_sigmask(SIG_SETMASK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }
}

private func readerMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  clinux_name_thread("memtop-slow")
  Unmanaged<SlowReader>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
