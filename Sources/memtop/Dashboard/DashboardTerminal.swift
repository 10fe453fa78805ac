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

  /// How long input may keep the loop from signals and frames; what is left of it waits for the next turn.
  /// Unit: nanoseconds.
  private static let share: UInt64 = 20_000_000

  /// - Parameter isGone: the terminal hung up; one that is not a pseudo-terminal then gives empty
  ///   reads for ever, not errors.
  @inline(never)
  mutating func takeInput(isGone: Bool) {
    // What is left of the last turn was typed before the frame that was drawn since.
    let isLeft = hasMoreInput
    let drained = inputs.isEmpty ? screen.read(into: &inputs) : .someLeft
    let begun = KernelClock.monotonic()
    if !inputs.isEmpty, !isLeft { noteSight() }
    var taken = 0
    while taken < inputs.count, end == nil {
      switch inputs[taken] {
      case .key(let key): update(.key(key))
      case .mouse(let mouse): update(.mouse(mouse))
      case .paste(let text): update(.paste(text))
      }
      taken += 1
      if KernelClock.monotonic() - begun >= Self.share { break }
    }
    inputs.removeFirst(taken)
    hasMoreInput = drained == .someLeft || !inputs.isEmpty
    if drained == .gone || isGone, inputs.isEmpty, end == nil { end = .signal(SIGHUP) }
  }

  /// Goes on with a frame for which the terminal had no room; others wait until it is out.
  mutating func takeRoom() {
    guard screen.send() else { return hangUp() }
    if !screen.isBehind { poller.forget(.room) }
  }

  mutating func hangUp() {
    if end == nil { end = .signal(SIGHUP) }
  }

  mutating func take(_ event: Signals.Event) {
    switch event {
    case .resized:
      if screen.fitToTerminal() { fit() }
    case .stop: suspend()
    case .continued:
      guard Screen.isInForeground else { return suspend() }
      _ = screen.resume()
      fit()
    case .quit: end = .quit
    case .end(let signal): end = .signal(signal)
    }
  }

  mutating func suspend() {
    screen.suspend()
    protection.giveBack()
    // Continued in the background (`bg`, or by who wants it to end) the terminal is not ours to take: the
    // kernel would stop us in the middle of it, deaf to every signal.
    var wasStopped: Bool
    repeat {
      wasStopped = Signals.stop()
      takeSignals()
      if end != nil { return }
    } while wasStopped && !Screen.isInForeground
    protect()
    _ = screen.resume()
    fit()
  }

  @inline(never)
  mutating func protect() {
    if root.isLive { update(.protection(protection.take(locks: sourceLoad == nil))) }
  }

  mutating func fit() {
    let size = screen.size
    surface = Surface(width: size.width, height: size.height, columns: screen.encoding.width)
    update(.resized(width: size.width, height: size.height))
  }
}
