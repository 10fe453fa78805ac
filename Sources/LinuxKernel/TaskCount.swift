/// How many tasks, processes with their threads and the kernel's own, the system has.
public enum TaskCount {
  /// Source: `/proc/loadavg`, behind the slash; of the whole system also in a PID namespace.
  public static func parse(_ bytes: Span<UInt8>) -> UInt64? {
    var at = 0
    while at < bytes.count, bytes[at] != UInt8(ascii: "/") { at += 1 }
    at += 1
    return bytes.decimal(at: &at)
  }
}
