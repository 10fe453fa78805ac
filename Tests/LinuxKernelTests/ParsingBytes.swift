/// Runs a parser on the bytes of a text.
func parsing<R>(_ text: String, _ parse: (Span<UInt8>) throws -> R) rethrows -> R {
  try parsing(Array(text.utf8), parse)
}

func parsing<R>(_ bytes: [UInt8], _ parse: (Span<UInt8>) throws -> R) rethrows -> R {
  try parse(bytes.span)
}

/// The text cut off at every byte before its end.
func cuts(of text: String) -> [String] {
  let bytes = Array(text.utf8)
  return (0..<bytes.count).map { String(decoding: bytes[..<$0], as: UTF8.self) }
}

/// One more than fits into 64 bits.
let tooLarge = "18446744073709551616"
