@testable import memtop

/// What a terminal sends: in one burst and with pauses, it is understood and over at some time.
enum Keys {
  /// A byte 0xff is a pause; the rest is text.
  static func take(_ bytes: [UInt8]) {
    var decoder = KeyDecoder()
    var inputs: [Input] = []
    for burst in bytes.split(separator: 0xff) {
      for scalar in String(decoding: burst, as: UTF8.self).unicodeScalars {
        decoder.take(scalar, into: &inputs)
      }
      decoder.finish(into: &inputs)
      require(!decoder.isInsideSequence, "a pause ends every sequence but a paste")
    }
    require(inputs.count <= 2 * bytes.count, "more inputs than characters")
  }
}
