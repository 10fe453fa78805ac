import CLinux
import Glibc
import LinuxKernel

/// One blocking wait for everything that can happen: descriptors and a deadline.
struct Poller<Token: Hashable> {
  struct Ready: Equatable {
    var token: Token
    /// Nothing more will come from the descriptor: it hung up or failed.
    var isGone: Bool
  }

  enum Interest {
    case input
    /// What pressure triggers signal.
    case exceptional
    /// Room for what is to be written.
    case room

    fileprivate var events: Int16 {
      switch self {
      case .input: Int16(POLLIN)
      case .exceptional: Int16(POLLPRI)
      case .room: Int16(POLLOUT)
      }
    }
  }

  private var descriptors: [pollfd] = []
  private var tokens: [Token] = []
  /// What the last wait found; kept, so that waiting allocates nothing.
  private(set) var ready: [Ready] = []

  mutating func watch(_ descriptor: Int32, as token: Token, for interest: Interest = .input) {
    descriptors.append(pollfd(fd: descriptor, events: interest.events, revents: 0))
    tokens.append(token)
  }

  mutating func forget(_ token: Token) {
    guard let index = tokens.firstIndex(of: token) else { return }
    tokens.remove(at: index)
    descriptors.remove(at: index)
  }

  /// Waits until a descriptor is ready or the clock reaches the deadline; fills `ready`, which stays
  /// empty when time is what ended the wait.
  ///
  /// Unit: nanoseconds of CLOCK_MONOTONIC; nil waits for ever.
  mutating func wait(until deadline: UInt64?) throws(KernelError) {
    ready.removeAll(keepingCapacity: true)
    let count = clinux_poll_until(&descriptors, UInt(descriptors.count), deadline ?? .max)
    if count == -EINTR { return }
    guard count >= 0 else { throw KernelError(path: "ppoll", reason: .errno(-count)) }
    for (descriptor, token) in zip(descriptors, tokens) where descriptor.revents != 0 {
      let isGone = Int32(descriptor.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
      ready.append(Ready(token: token, isGone: isGone))
    }
  }
}
