import Glibc

/// A program in a terminal of its own, seen as the bytes that it sends and the modes that it sets.
final class PseudoTerminal {
  /// All that the program has sent so far.
  private(set) var output: [UInt8] = []
  let program: Spawned
  /// Nil after the terminal has hung up.
  private var master: Int32?
  /// Kept open, so that the modes can be read after the program has ended.
  private let slave: Int32
  let modesBefore: [UInt8]

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  init(
    _ arguments: [String], width: Int = 100, height: Int = 30,
    environment: [String: String?] = [:]
  ) throws {
    var (master, slave) = (Int32(-1), Int32(-1))
    var name = [CChar](repeating: 0, count: 64)
    guard openpty(&master, &slave, &name, nil, nil) == 0 else {
      throw Failure(description: "no pseudo-terminal: errno \(errno)")
    }
    (self.master, self.slave) = (master, slave)
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    Self.resize(master, width, height)
    modesBefore = Self.modes(slave)
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    program = try Spawned(
      arguments, environment: Environment.list(changing: environment), terminal: path)
  }

  deinit {
    hangUp()
    close(slave)
  }

  var text: String { String(decoding: output, as: UTF8.self) }
  var modes: [UInt8] { Self.modes(slave) }

  func type(_ text: String) {
    if let master { _ = write(master, text, text.utf8.count) }
  }

  /// Types only what the terminal has room for.
  func typeWhatFits(_ text: String) {
    guard let master else { return }
    var wait = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
    if poll(&wait, 1, 0) > 0, Int32(wait.revents) & POLLOUT != 0 { type(text) }
  }

  /// Whether the program could write now.
  var hasRoom: Bool {
    var wait = pollfd(fd: slave, events: Int16(POLLOUT), revents: 0)
    return poll(&wait, 1, 0) > 0 && Int32(wait.revents) & POLLOUT != 0
  }

  /// Whether the program has taken all that was typed.
  var hasNoInput: Bool {
    var count: Int32 = 0
    return ioctl(slave, UInt(FIONREAD), &count) == 0 && count == 0
  }

  func signal(_ number: Int32) {
    kill(program.pid, number)
  }

  func resize(width: Int, height: Int) {
    if let master { Self.resize(master, width, height) }
  }

  /// Takes the terminal away from the program.
  func hangUp() {
    if let master { close(master) }
    master = nil
  }

  /// Reads until the text has come after `mark` bytes.
  func expect(
    _ wanted: String, after mark: Int = 0, within limit: Duration = .seconds(20)
  ) throws {
    try wait(for: "'\(wanted)'", within: limit) {
      String(decoding: self.output[mark...], as: UTF8.self).contains(wanted)
    }
  }

  /// Reads until the program has ended.
  ///
  /// - Parameter meanwhile: done again and again until then.
  func end(
    within limit: Duration = .seconds(20), meanwhile: () -> Void = {}
  ) throws -> Ending {
    try wait(for: "the end", within: limit) {
      meanwhile()
      return self.program.poll() != nil
    }
    read(for: 0)
    guard let ending = program.poll() else { throw Failure(description: "still running") }
    return ending
  }

  /// Waits until the program has ended, and takes nothing that it sends.
  func endUnread(within limit: Duration = .seconds(20)) throws -> Ending {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
      if let ending = program.poll() { return ending }
      usleep(5000)
    }
    throw Failure(description: "waited in vain for the end of a program that nobody reads")
  }

  /// Reads until the program has sent nothing for the time given.
  func settle(quiet: Int32 = 300, within limit: Duration = .seconds(30)) throws {
    let deadline = ContinuousClock.now + limit
    while read(for: quiet) {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "it never was quiet for \(quiet) ms")
      }
    }
  }

  private func wait(
    for what: String, within limit: Duration, until isDone: () -> Bool
  ) throws {
    let deadline = ContinuousClock.now + limit
    while !isDone() {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "waited in vain for \(what); it sent: \(text.suffix(2000))")
      }
      read(for: 20)
    }
  }

  /// Reads once; false when nothing came in the time given.
  @discardableResult
  func read(for milliseconds: Int32) -> Bool {
    guard let master else {
      usleep(useconds_t(milliseconds) * 1000)
      return false
    }
    var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    return true
  }

  private static func resize(_ master: Int32, _ width: Int, _ height: Int) {
    var size = winsize(
      ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  private static func modes(_ terminal: Int32) -> [UInt8] {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return withUnsafeBytes(of: &modes) { Array($0) }
  }
}
