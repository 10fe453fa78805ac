/// One process for its whole life: a pid alone is reused by the kernel, a pid with its start time is not.
///
/// Source: `/proc/PID/stat` fields 1 and 22.
public struct ProcessID: Hashable, Sendable, Comparable {
  public let pid: Int32
  /// Unit: clock ticks after boot.
  public let startTime: UInt64

  public init(pid: Int32, startTime: UInt64) {
    self.pid = pid
    self.startTime = startTime
  }

  public static func < (a: ProcessID, b: ProcessID) -> Bool {
    (a.pid, a.startTime) < (b.pid, b.startTime)
  }
}
