import Glibc
import LinuxKernel
import MemtopUI

/// What the terminal and its job control bring.
extension Dashboard {
  /// How long a frame stands before it counts as seen: nobody answers one sooner, and what comes sooner was
  /// typed, or pasted, before it. Unit: nanoseconds.
  private static let sight: UInt64 = 40_000_000

  mutating func noteSight() {
    if KernelClock.monotonic() - drawnAt >= Self.sight { _ = app.update(.seen) }
  }

  /// - Parameter isGone: the terminal hung up; one that is not a pseudo-terminal then gives empty
  ///   reads for ever, not errors.
  mutating func takeInput(isGone: Bool) {
    inputs.removeAll(keepingCapacity: true)
    let isThere = screen.read(into: &inputs)
    if !inputs.isEmpty { noteSight() }
    for input in inputs where end == nil {
      switch input {
      case .key(let key): update(.key(key))
      case .mouse(let mouse): update(.mouse(mouse))
      case .paste(let text): update(.paste(text))
      }
    }
    if !isThere || isGone, end == nil { end = .signal(SIGHUP) }
  }

  mutating func take(_ event: Signals.Event) {
    switch event {
    case .resized:
      if screen.fitToTerminal() { fit() }
    case .stop: suspend()
    case .continued:
      _ = screen.resume()
      fit()
    case .quit: end = .quit
    case .end(let signal): end = .signal(signal)
    }
  }

  mutating func suspend() {
    screen.suspend()
    protection.giveBack()
    Signals.stop()
    protect()
    _ = screen.resume()
    fit()
  }

  mutating func protect() {
    if root.isLive { update(.protection(protection.take())) }
  }

  mutating func fit() {
    let size = screen.size
    surface = Surface(width: size.width, height: size.height, columns: screen.encoding.width)
    update(.resized(width: size.width, height: size.height))
  }
}
