import CLinux
import Glibc

/// What goes to the terminal. Nothing here waits for it: a terminal that ^S stopped, or whose other end
/// nobody reads, takes nothing for ever, and memtop has to hear signals meanwhile.
///
/// ncurses writes into a file in memory. What is in it is sent as far as the terminal takes it; the rest
/// waits until the terminal has room again.
final class TerminalOutput {
  /// To wait on for room, and to write to.
  let descriptor: Int32
  private let memory: Int32
  private var waiting: [CChar] = []
  private var sent = 0

  /// How long a terminal may take nothing when it is given back. Unit: milliseconds.
  private static let patience: Int32 = 200

  /// - Parameter terminal: a descriptor of the terminal.
  ///
  /// Throws: when the kernel gives no more descriptors.
  init(_ terminal: Int32) throws(TerminalError) {
    descriptor = clinux_output_open(terminal)
    guard descriptor >= 0 else { throw .failed(what: "output", errno: -descriptor) }
    memory = clinux_output_memory()
    guard memory >= 0 else {
      close(descriptor)
      throw .failed(what: "output", errno: -memory)
    }
  }

  deinit {
    close(descriptor)
    close(memory)
  }

  /// A descriptor for what ncurses sends; nil where there is none to be had. It is ncurses' own from then on.
  func openForCurses() -> Int32? {
    let copy = dup(memory)
    return copy < 0 ? nil : copy
  }

  /// The terminal did not take all that was to be sent.
  private(set) var isBehind = false

  /// Sends this after what ncurses wrote so far.
  func put(_ text: String) {
    collect()
    waiting += text.utf8.map { CChar(bitPattern: $0) }
  }

  /// Sends what the terminal takes now; false when the terminal is gone.
  func send() -> Bool {
    collect()
    while sent < waiting.count {
      let count = waiting.withUnsafeBufferPointer { bytes in
        clinux_output_write(
          descriptor, bytes.baseAddress?.advanced(by: sent), UInt(bytes.count - sent))
      }
      if count < 0 {
        forget()
        return false
      }
      if count == 0 {
        isBehind = true
        return true
      }
      sent += count
    }
    forget()
    return true
  }

  /// Sends what gives the terminal back; returns soon, also where the terminal takes nothing.
  ///
  /// - Parameter reset: what is enough by itself where the last words have to be thrown away.
  func end(reset: ResetSequence) {
    collect()
    let last = Array(waiting[sent...])
    clinux_output_end(
      descriptor, last, UInt(last.count), reset.bytes, UInt(reset.bytes.count), Self.patience)
    forget()
  }

  private func forget() {
    waiting.removeAll(keepingCapacity: true)
    sent = 0
    isBehind = false
  }

  /// Takes over what ncurses wrote.
  private func collect() {
    let length = clinux_output_length(memory)
    guard length > 0 else { return }
    var offset: UInt = 0
    waiting.reserveCapacity(waiting.count + Int(length))
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length)) { piece in
      while offset < length {
        let count = clinux_output_read(memory, piece.baseAddress, length - offset, offset)
        guard count > 0 else { break }
        waiting.append(contentsOf: piece[..<count])
        offset += UInt(count)
      }
    }
    clinux_output_rewind(memory)
  }
}
