/// What changes whenever a task begins or ends.
///
/// Source: `/proc/loadavg`, behind the three loads.
public struct TaskCensus: Sendable, Equatable {
  /// Processes with their threads and the kernel's own; of the whole system also in a PID namespace.
  public let tasks: UInt64
  /// The pid that was given out last in the reader's PID namespace.
  public let lastPID: UInt64

  /// Nil where it is of another form.
  public init?(_ bytes: Span<UInt8>) {
    guard let slash = bytes.first(UInt8(ascii: "/"), from: 0, to: bytes.count) else { return nil }
    var at = slash + 1
    guard let tasks = bytes.decimal(at: &at) else { return nil }
    bytes.skipBlanks(at: &at)
    guard let lastPID = bytes.decimal(at: &at) else { return nil }
    self.tasks = tasks
    self.lastPID = lastPID
  }
}
