/// A kernel file that holds one line of text.
///
/// Source: `/proc/sys/kernel/osrelease` (the kernel's version) and `/proc/sys/kernel/hostname`.
public enum OneLine {
  /// The line without its end; nil when there is none.
  public static func parse(_ bytes: Span<UInt8>) -> String? {
    let end = bytes.lineEnd(from: 0) ?? bytes.count
    return end > 0 ? bytes.text(0..<end) : nil
  }
}
