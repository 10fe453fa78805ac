import CLinux
import LinuxKernel
import Synchronization

/// One thread that takes slow requests off the desk.
final class SlowReader: Sendable {
  /// Enough for name services. Unit: bytes.
  private static let stackSize = 256 << 10

  private let number: Int
  private let desk: Desk

  init(_ number: Int, _ desk: Desk) {
    self.number = number
    self.desk = desk
  }

  /// Starts the thread; false when the system has none to give.
  func start() -> Bool {
    DetachedThread.start(stackSize: Self.stackSize) {
      clinux_name_thread("memtop-slow")
      self.run()
    }
  }

  private func run() {
    while true {
      switch desk.queue.withLock({ $0.order(for: number, now: KernelClock.monotonic()) }) {
      case .end: return
      case .wait: desk.awaitCall()
      case .read(let request):
        guard desk.hand(in: desk.read(request), from: number) else { return }
      }
    }
  }
}
