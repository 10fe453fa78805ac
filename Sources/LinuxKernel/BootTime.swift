/// When the system was started.
///
/// Source: `/proc/stat`, key `btime`. Unit: seconds after 1970-01-01 UTC.
public enum BootTime {
  public static func parse(_ bytes: Span<UInt8>) -> Int64? {
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      if bytes.starts(with: "btime ", at: at) {
        at += 6
        guard let seconds = bytes.decimal(at: &at), at == end else { return nil }
        return Int64(exactly: seconds)
      }
      at = end + 1
    }
    return nil
  }
}
