import CCurses

/// The bytes that give a terminal back as it was, made while all is well: a crash handler can only
/// write what is ready.
struct ResetSequence {
  private(set) var bytes: [CChar] = []

  private static let limit = 512

  /// In this order: the mouse and pasting, the cursor, the keypad and the colours, then the alternate screen.
  private static let capabilities = ["cnorm", "rmkx", "sgr0", "op", "rmcup"]

  /// The terminal's entry has to be loaded (setupterm).
  init() {
    append(InputModes.off)
    for name in Self.capabilities { append(capability: name) }
  }

  private mutating func append(_ sequence: String) {
    bytes += sequence.utf8.map { CChar(bitPattern: $0) }
  }

  private mutating func append(capability name: String) {
    let room = Int32(Self.limit - bytes.count)
    bytes += [CChar](unsafeUninitializedCapacity: Int(room)) { buffer, count in
      count = Int(ccurses_capability(name, buffer.baseAddress, room))
    }
  }
}
