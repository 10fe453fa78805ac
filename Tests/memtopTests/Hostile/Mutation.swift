/// Random numbers that are the same at every run (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// One way to spoil the bytes of a kernel file.
enum Mutation: CaseIterable {
  case flip, insert, delete, truncate, repeatPart, number, digit, mark, empty, noise

  private static let numbers = [
    "0", "-1", "1", "18446744073709551615", "18446744073709551616", "9223372036854775807",
    "9223372036854775808", "9223372036", "18446744073", "4294967295", "4294967296", "2147483648",
    "-9223372036854775808", "99999999999999999999999999999999999999", "0x10", "1e3", "nan", "",
  ].map { Array($0.utf8) }

  private static let marks = [
    "\u{1b}[2J", "\u{1b}]52;c;eA==\u{07}", "\u{9b}31m", "\u{202e}", "\u{200b}", "\u{2066}", "\n",
    ")", "(", ":", " ", "\t", "\0", "漢", "\u{1f468}\u{200d}\u{1f469}", "e\u{301}",
  ].map { Array($0.utf8) }

  func apply(to bytes: inout [UInt8], _ random: inout FixedRandom) {
    let at = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
    switch self {
    case .flip: if at < bytes.count { bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random) }
    case .insert: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
    case .delete: bytes.removeSubrange(at..<end)
    case .truncate: bytes.removeSubrange(at...)
    case .repeatPart: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case .number: replaceNumber(&bytes, from: at, with: Self.numbers, &random)
    case .digit:
      replaceNumber(&bytes, from: at, with: (0...9).map { [0x30 + UInt8($0)] }, &random)
    case .mark: bytes.insert(contentsOf: Self.marks.randomElement(using: &random)!, at: at)
    case .empty: bytes = []
    case .noise:
      bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    }
  }

  private func replaceNumber(
    _ bytes: inout [UInt8], from start: Int, with choices: [[UInt8]], _ random: inout FixedRandom
  ) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: choices.randomElement(using: &random)!)
  }
}
