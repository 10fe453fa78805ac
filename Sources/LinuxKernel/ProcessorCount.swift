/// How many processors are online.
public enum ProcessorCount {
  /// Source: `/proc/stat`, the lines `cpuN`. Nil when there is none.
  public static func inStat(_ bytes: Span<UInt8>) -> Int? {
    count(bytes, "cpu", end: 0x20, blanks: false) { lines, _ in lines }
  }

  /// Source: `/proc/zoneinfo`, the lines `cpu: N` of the page sets. Nil when there is none.
  public static func inZoneInfo(_ bytes: Span<UInt8>) -> Int? {
    count(bytes, "cpu: ", end: 0x0a, blanks: true) { _, highest in highest + 1 }
  }

  private static func count(
    _ bytes: Span<UInt8>, _ prefix: StaticString, end: UInt8, blanks: Bool,
    _ answer: (Int, Int) -> Int
  ) -> Int? {
    var at = 0
    var lines = 0
    var highest = 0
    while at < bytes.count {
      let stop = bytes.lineEnd(from: at) ?? bytes.count
      if blanks { bytes.skipBlanks(at: &at) }
      if bytes.starts(with: prefix, at: at) {
        at += prefix.utf8CodeUnitCount
        if let number = bytes.decimal(at: &at), number < 1 << 20, at < bytes.count,
          bytes[at] == end
        {
          lines += 1
          highest = max(highest, Int(number))
        }
      }
      at = stop + 1
    }
    return lines > 0 ? answer(lines, highest) : nil
  }
}
