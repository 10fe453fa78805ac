/// Counts the kernel's entries in what `journalctl -o json` writes, as it comes.
///
/// Within a string the quotes of these words would be escaped, so they stand nowhere else.
struct KernelEntryCount {
  private static let words = Array(#""_TRANSPORT":"kernel""#.utf8)

  private(set) var count = 0
  /// How many of the bytes of the words have come. The first occurs within them again only as a first.
  private var matched = 0

  mutating func read(_ bytes: some Collection<UInt8>) {
    for byte in bytes {
      if byte == Self.words[matched] {
        matched += 1
      } else {
        matched = byte == Self.words[0] ? 1 : 0
      }
      if matched == Self.words.count {
        count += 1
        matched = 0
      }
    }
  }
}
