/// The kernel's own rounded measure of how likely a process is to be killed.
///
/// Source: `/proc/PID/oom_score`. It is computed with the whole host's memory, also inside a cgroup.
public enum OOMScore {
  /// Nil when the text is not one number.
  public static func parse(_ bytes: Span<UInt8>) -> Int32? {
    SmallNumber.parse(bytes)
  }
}

/// What a user added to a process's badness, in thousandths of the memory in question.
///
/// Source: `/proc/PID/oom_score_adj`. Unit: −1000 (never killed) to 1000.
public enum OOMScoreAdj {
  public static let range: ClosedRange<Int32> = -1000...1000

  /// Nil when the text is not one number from −1000 to 1000.
  public static func parse(_ bytes: Span<UInt8>) -> Int32? {
    SmallNumber.parse(bytes).flatMap { range.contains($0) ? $0 : nil }
  }
}

/// A file that holds one number and a line end.
enum SmallNumber {
  static func parseSize(_ bytes: Span<UInt8>) -> UInt64? {
    var at = 0
    guard let value = bytes.decimal(at: &at), at + 1 == bytes.count, bytes[at] == 0x0a else {
      return nil
    }
    return value
  }

  static func parse(_ bytes: Span<UInt8>) -> Int32? {
    var at = 0
    guard let value = bytes.signedDecimal(at: &at), at + 1 == bytes.count, bytes[at] == 0x0a else {
      return nil
    }
    return Int32(exactly: value)
  }
}
