/// What must not be in bytes that a program shows: it would act on a terminal or deceive a reader.
enum RawOutput {
  /// Characters that a captured host may have put into an output; nil when there are none.
  ///
  /// - Parameter allowed: controls that the output itself is made of, such as line ends.
  static func harm(in bytes: [UInt8], allowed: Set<UInt8>) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return "invalid UTF-8" }
    for scalar in text.unicodeScalars where !isHarmless(scalar, allowed) {
      return "U+" + String(scalar.value, radix: 16)
    }
    return nil
  }

  private static func isHarmless(_ scalar: Unicode.Scalar, _ allowed: Set<UInt8>) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f: allowed.contains(UInt8(scalar.value))
    // C1, soft hyphen, and marks that turn, join or hide text.
    case 0x80..<0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x180b...0x180e, 0x200b...0x200f,
      0x2028...0x202e, 0x2060...0x206f, 0x3164, 0xfe00...0xfe0f, 0xfeff, 0xfff9...0xfffb,
      0xe0000...0xe0fff:
      false
    default: true
    }
  }
}
