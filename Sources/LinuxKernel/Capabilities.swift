/// What this process may do beyond an ordinary user.
///
/// Source: `/proc/self/status`, key `CapEff`.
public struct Capabilities: Sendable, Equatable {
  /// The capabilities that memtop's acts and readings can need, by the kernel's numbers.
  public enum Capability: UInt8, CaseIterable, Sendable {
    /// Write files whatever their owner and mode.
    case dacOverride = 1
    /// Signal other users' processes.
    case kill = 5
    /// Lock any amount of memory.
    case ipcLock = 14
    /// Read other users' `smaps`, compare their memory.
    case sysPtrace = 19
    /// Do what the narrower ones below allow, on kernels before 5.8 the only one that does.
    case sysAdmin = 21
    /// Lower `oom_score_adj` below its floor.
    case sysResource = 24
    /// Read the kernel's log.
    case syslog = 34
    /// Let a BPF program read the kernel's memory.
    case perfmon = 38
    /// Load a BPF program.
    case bpf = 39
  }

  /// One bit a capability.
  let effective: UInt64

  public init(effective: UInt64) { self.effective = effective }

  /// Nil when the text has no such line, or no number of 64 bits on it.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    while let end = bytes.lineEnd(from: at) {
      if bytes.starts(with: "CapEff:", at: at) {
        at += 7
        bytes.skipBlanks(at: &at)
        guard let value = bytes.hexadecimal(from: at, to: end) else { return nil }
        self.init(effective: value)
        return
      }
      at = end + 1
    }
    return nil
  }

  /// What the kernel says this process has; nil in a captured tree.
  public static func current(_ root: KernelRoot) -> Capabilities? {
    guard root.isLive else { return nil }
    var buffer = ReadBuffer()
    return root.value(of: "proc/self/status", &buffer) { Capabilities($0) }
  }

  public func contains(_ capability: Capability) -> Bool {
    effective & 1 << UInt64(capability.rawValue) != 0
  }
}

extension Span where Element == UInt8 {
  /// A number in lower or upper case hexadecimal digits that fills a range.
  fileprivate func hexadecimal(from start: Int, to end: Int) -> UInt64? {
    guard end > start, end - start <= 16 else { return nil }
    var value: UInt64 = 0
    for at in start..<end {
      let digit: UInt8
      switch self[at] {
      case 0x30...0x39: digit = self[at] - 0x30
      case 0x41...0x46: digit = self[at] - 0x41 + 10
      case 0x61...0x66: digit = self[at] - 0x61 + 10
      default: return nil
      }
      value = value << 4 | UInt64(digit)
    }
    return value
  }
}
