import CLinux
import Glibc

/// A thread beside the loop that nobody waits for.
enum DetachedThread {
  /// Starts it; false when the system has none to give, and then `body` is never called.
  ///
  /// - Parameter stackSize: only what is touched costs memory. Unit: bytes.
  static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, max(stackSize, sysconf(Int32(_SC_THREAD_STACK_MIN))))
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = withSignalsBlocked {
      pthread_create(&thread, &attributes, { threadMain($0) }, work.toOpaque())
    }
    if code != 0 { work.release() }
    return code == 0
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

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  return nil
}
