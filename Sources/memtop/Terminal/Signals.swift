import CLinux
import Glibc
import LinuxKernel

/// The signals that concern a full-screen program, blocked and read like input.
///
/// To be made before any other thread and before the screen: threads inherit the mask, and the
/// handlers that ncurses installs must never run.
struct Signals: ~Copyable {
  enum Event: Equatable {
    case resized
    /// ^Z: give the terminal back, `stop()`, take it again.
    case stop
    /// The process runs again, perhaps after a stop that no program can see coming.
    case continued
    /// ^C, which means what `q` means.
    case quit
    /// Another process, or the end of the terminal, wants an end: restore, then `end(by:)`.
    case end(signal: Int32)
  }

  /// The descriptor to wait on; non-blocking.
  let descriptor: Int32

  private static let always = [SIGWINCH, SIGCONT, SIGTERM]
  /// Every other signal that ends a program which does not catch it, but for those that mean a crash (see
  /// `clinux_trap_arm`), and the stop of ^Z. Who starts a program with one of these ignored, as nohup(1)
  /// and shells without job control do, wants it left so.
  private static let unlessIgnored =
    [
      SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGSTKFLT,
      SIGXCPU, SIGIO, SIGPWR,
    ] + Array(__libc_current_sigrtmin()...__libc_current_sigrtmax())

  /// Throws: the errno of signalfd.
  init() throws(KernelError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.always { sigaddset(&set, signal) }
    for signal in Self.unlessIgnored where clinux_signal_is_ignored(signal) == 0 {
      sigaddset(&set, signal)
    }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // Where ncurses finds SIGTSTP at its default, it ignores it while it draws, and to ignore a
    // signal is to lose one that waits. This never runs: the signal is blocked.
    if sigismember(&set, SIGTSTP) == 1 { signal(SIGTSTP) { _ in } }
    // A terminal that goes away while it is written to says so by an error.
    clinux_signal_ignore(SIGPIPE)
    let result = clinux_signalfd(&set)
    guard result >= 0 else { throw KernelError(path: "signalfd", reason: .errno(-result)) }
    descriptor = result
  }

  deinit {
    close(descriptor)
  }

  /// The next signal that waits.
  func next() -> Event? {
    var isByKernel: Int32 = 0
    let signal = clinux_signalfd_next(descriptor, &isByKernel)
    switch signal {
    case 0: return nil
    case SIGWINCH: return .resized
    case SIGTSTP: return .stop
    case SIGCONT: return .continued
    case SIGINT where isByKernel != 0: return .quit
    default: return .end(signal: signal)
    }
  }

  /// Stops the process as ^Z does to any program and returns when it is continued.
  ///
  /// In a session without job control nobody could continue it; there the kernel drops the signal
  /// and this returns false at once.
  @discardableResult
  static func stop() -> Bool {
    clinux_signal_default(SIGTSTP)
    // That it goes on is clear from here; `next()` need not say it again.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGCONT)
    var atOnce = timespec()
    return sigtimedwait(&set, nil, &atOnce) == SIGCONT
  }

  /// Ends the process by the signal that asked for it, so that whoever waits for it sees why.
  static func end(by signal: Int32) -> Never {
    clinux_signal_default(signal)
    // Only a signal that was ignored leaves the process alive.
    exit(128 + signal)
  }
}
