/// Finds, in a large text, the few places where a line about a kill may be.
///
/// A log is nearly all noise: looking at 64 bytes at once for a few short marks and only then
/// at the words costs less than finding the ends of its lines.
enum LogAnchors {
  /// The words that open or end a report, or go on with it after a kill.
  private static let words: [StaticString] = [
    "oom-kill", "oom_reaper: ", "oom_score_adj name", "oom.group set",
    "Killed process ", "Kill process ",
    "f memory: ", "f memory and no", "f memory (oom", "f limit of ",
    // What programs say of kills: the ends of their tags, and systemd's words.
    "oomd\"", "oom\"", "ohang\"", "oomd ", "oom ", "ohang ", "oomd[", "oomd: ", "oom[", "oom: ",
    "oomd kill: ", "ohang[", "ohang: ",
    "ohang-desktop", "OOM killer", "OOM encountered, victim", "KILL", "Kill '", "Killing '",
    "rykiller", "n manager: ",
    // The journal's JSON has what is not UTF-8 as an array of bytes.
    "\":[",
  ]

  /// The first place from `start` on, before `end`.
  static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let raw = UnsafeRawPointer(base)
    let o = SIMD16<UInt8>(repeating: 0x6f)
    let m = SIMD16<UInt8>(repeating: 0x6d)
    let largeO = SIMD16<UInt8>(repeating: 0x4f)
    let largeM = SIMD16<UInt8>(repeating: 0x4d)
    let largeI = SIMD16<UInt8>(repeating: 0x49)
    let k = SIMD16<UInt8>(repeating: 0x4b)
    let i = SIMD16<UInt8>(repeating: 0x69)
    let f = SIMD16<UInt8>(repeating: 0x66)
    let h = SIMD16<UInt8>(repeating: 0x68)
    let a = SIMD16<UInt8>(repeating: 0x61)
    let n = SIMD16<UInt8>(repeating: 0x6e)
    let l = SIMD16<UInt8>(repeating: 0x6c)
    let r = SIMD16<UInt8>(repeating: 0x72)
    let y = SIMD16<UInt8>(repeating: 0x79)
    let smallK = SIMD16<UInt8>(repeating: 0x6b)
    let blank = SIMD16<UInt8>(repeating: 0x20)
    let quote = SIMD16<UInt8>(repeating: 0x22)
    let colon = SIMD16<UInt8>(repeating: 0x3a)
    let bracket = SIMD16<UInt8>(repeating: 0x5b)
    let one = SIMD16<UInt8>(repeating: 1)
    /// Ones where a mark is; a mask would have to be reduced by a call.
    func marks(_ at: Int) -> SIMD16<UInt8> {
      let first = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
      let second = raw.loadUnaligned(fromByteOffset: at + 1, as: SIMD16<UInt8>.self)
      let third = raw.loadUnaligned(fromByteOffset: at + 2, as: SIMD16<UInt8>.self)
      let isM = third .== m
      let isO = first .== o
      let isF = first .== f
      let isBlank = second .== blank
      let hit =
        (isM .& (isO .& (second .== o) .| isF .| (first .== n) .& isBlank))
        .| (isBlank .& isF .& (third .== l))
        .| (isO .& (second .== h) .& (third .== a))
        .| ((first .== k) .& ((second .== i) .| (second .== largeI)))
        .| ((first .== r) .& (second .== y) .& (third .== smallK))
        .| ((first .== quote) .& (second .== colon) .& (third .== bracket))
        .| ((first .== largeO) .& (second .== largeO) .& (third .== largeM))
      return SIMD16<UInt8>.zero.replacing(with: one, where: hit)
    }
    var at = start
    while at + 66 <= end {
      let any = marks(at) | marks(at + 16) | marks(at + 32) | marks(at + 48)
      let halves = unsafeBitCast(any, to: SIMD2<UInt64>.self)
      if halves.x | halves.y != 0 {
        for block in stride(from: at, to: at + 64, by: 16) {
          if let place = word(marks(block), bytes, block, end) { return place }
        }
      }
      at += 64
    }
    while at < end {
      if isWord(bytes, at, end) { return at }
      at += 1
    }
    return nil
  }

  /// The first of the marked places in sixteen where a word stands.
  private static func word(
    _ marks: SIMD16<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    let halves = unsafeBitCast(marks, to: SIMD2<UInt64>.self)
    for half in 0..<2 {
      var bits = halves[half].littleEndian
      while bits != 0 {
        let place = start + half * 8 + bits.trailingZeroBitCount / 8
        if isWord(bytes, place, end) { return place }
        bits &= bits - 1
      }
    }
    return nil
  }

  private static func isWord(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ end: Int
  ) -> Bool {
    let byte = bytes[place]
    switch byte {
    case 0x6f, 0x4b, 0x66, 0x4f, 0x6e, 0x72, 0x22: break
    default: return false
    }
    let cursor = LogCursor(bytes, from: place, to: end)
    for word in words where word.utf8Start[0] == byte {
      if cursor.starts(with: word, at: place) { return true }
    }
    return false
  }
}
