/// Writes JSON value by value.
///
/// A `JSONEncoder` wants one Codable value that holds the whole document; ten thousand processes
/// would be in memory three times. This writes each row from the model and forgets it, and it keeps
/// numbers beyond 2^63.
struct JSONWriter: ~Copyable {
  /// How the members of an object or array stand.
  enum Layout {
    /// Each on a line of its own.
    case lines
    /// All on one line.
    case inline
  }

  private struct Level {
    var layout: Layout
    var isEmpty = true
    var end: UInt8
  }

  var output: ChunkedOutput
  private var levels: [Level] = []
  private var isAfterKey = false

  init(_ output: consuming ChunkedOutput) { self.output = output }

  mutating func beginObject(_ layout: Layout) { begin("{", end: "}", layout) }

  mutating func beginArray(_ layout: Layout) { begin("[", end: "]", layout) }

  private mutating func begin(_ mark: Unicode.Scalar, end: Unicode.Scalar, _ layout: Layout) {
    startValue()
    output.put(byte: UInt8(ascii: mark))
    levels.append(Level(layout: layout, end: UInt8(ascii: end)))
  }

  /// Ends the innermost object or array.
  mutating func end() {
    guard let level = levels.popLast() else { return }
    if !level.isEmpty, case .lines = level.layout { newLine() }
    output.put(byte: level.end)
    if levels.isEmpty { output.put("\n") }
  }

  mutating func key(_ name: String) {
    startValue()
    quote(name)
    output.put(": ")
    isAfterKey = true
  }

  mutating func null() { raw("null") }

  mutating func string(_ text: String?) {
    guard let text else { return null() }
    startValue()
    quote(text)
  }

  mutating func integer(_ value: (some FixedWidthInteger)?) {
    raw(value.map { String($0) } ?? "null")
  }

  /// A number to the thousandth; null where it is no number.
  mutating func decimal(_ value: Double?) {
    guard let value, value.isFinite else { return null() }
    let thousandths = (value * 1000).rounded()
    raw((thousandths.isFinite ? thousandths / 1000 : value).description)
  }

  /// A number that is already written.
  mutating func raw(_ number: String) {
    startValue()
    output.put(number)
  }

  private mutating func startValue() {
    if isAfterKey {
      isAfterKey = false
      return
    }
    guard let last = levels.indices.last else { return }
    if !levels[last].isEmpty {
      output.put(levels[last].layout == .inline ? ", " : ",")
    }
    levels[last].isEmpty = false
    if levels[last].layout == .lines { newLine() }
  }

  private mutating func newLine() {
    output.put("\n")
    for _ in levels { output.put("  ") }
  }

  private mutating func quote(_ text: String) {
    output.put(byte: 0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5c:
        output.put(byte: 0x5c)
        output.put(byte: byte)
      case 0..<0x20:
        output.put("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
      default: output.put(byte: byte)
      }
    }
    output.put(byte: 0x22)
  }
}
