/// What memtop takes from a process's `stat`.
///
/// Source: `/proc/PID/stat`.
public struct ProcessStat: Sendable, Equatable {
  /// Where the name lies in the bytes parsed: it may hold anything, brackets and blanks too.
  public var comm: Range<Int> = 0..<0
  /// One letter: R, S, D, Z, T, t, I, X…
  public var state: UInt8
  public var parent: Int32
  /// Field 9.
  public var flags: UInt32
  /// Field 12: faults that needed a read from disk, since the process began.
  public var majorFaults: UInt64
  /// Field 20.
  public var threads: Int32
  /// Field 22. Unit: clock ticks after boot.
  public var startTime: UInt64
  /// Field 24: memory resident, as the sum of counters that lag behind on kernels whose `statm` and
  /// `status` are exact; the out-of-memory killer of 6.2 to 6.19 reads the same. Unit: pages.
  public var resident: UInt64?

  /// The process is a kernel thread (flag `PF_KTHREAD`).
  public var isKernelThread: Bool { flags & 0x0020_0000 != 0 }

  /// It has ended or is about to (flag `PF_EXITING`): it has left its cgroups of version 1, which its state
  /// says later. Of a process this is its first thread.
  public var isExiting: Bool { flags & 4 != 0 }

  init(
    state: UInt8, parent: Int32, flags: UInt32, majorFaults: UInt64, threads: Int32,
    startTime: UInt64, resident: UInt64?
  ) {
    self.state = state
    self.parent = parent
    self.flags = flags
    self.majorFaults = majorFaults
    self.threads = threads
    self.startTime = startTime
    self.resident = resident
  }

  /// Nil when the text is not of this file's form. The name ends at the last `)`.
  public init?(_ bytes: Span<UInt8>) {
    guard let open = bytes.first(0x28, from: 0, to: bytes.count) else { return nil }
    var close = bytes.count - 1
    while close > open, bytes[close] != 0x29 { close -= 1 }
    guard close > open, close + 3 < bytes.count, bytes[close + 1] == 0x20 else { return nil }
    comm = open + 1..<close
    state = bytes[close + 2]
    var at = close + 3
    func skip(_ fields: Int) {
      for _ in 0..<fields {
        bytes.skipBlanks(at: &at)
        while at < bytes.count, bytes[at] != 0x20, bytes[at] != 0x0a { at += 1 }
      }
      bytes.skipBlanks(at: &at)
    }
    skip(0)
    guard let parent = bytes.signedDecimal(at: &at).flatMap({ Int32(exactly: $0) }) else {
      return nil
    }
    skip(4)
    guard let flags = bytes.decimal(at: &at) else { return nil }
    skip(2)
    guard let majorFaults = bytes.decimal(at: &at) else { return nil }
    skip(7)
    guard let threads = bytes.signedDecimal(at: &at).flatMap({ Int32(exactly: $0) }) else {
      return nil
    }
    skip(1)
    guard let startTime = bytes.decimal(at: &at), at < bytes.count,
      bytes[at] == 0x20 || bytes[at] == 0x0a
    else { return nil }
    skip(1)
    let resident = bytes.decimal(at: &at)
    // A line that stops without an end was cut: what stands there may be half a number.
    guard at < bytes.count,
      resident == nil ? bytes[at] == 0x0a : bytes[at] == 0x20 || bytes[at] == 0x0a
    else { return nil }
    self.resident = resident
    self.parent = parent
    self.flags = UInt32(truncatingIfNeeded: flags)
    self.majorFaults = majorFaults
    self.threads = threads
    self.startTime = startTime
  }
}
