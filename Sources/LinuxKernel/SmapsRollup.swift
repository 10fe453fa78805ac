import CLinux

/// A process's memory as its page tables tell it: exact, with what is shared counted in parts.
///
/// Source: `/proc/PID/smaps_rollup`. Unit: bytes. Since: 4.14. Reading it walks all page tables with the
/// process's memory locked, and can block for long: not for the thread that takes input.
public struct SmapsRollup: Sendable, Equatable {
  /// The keys that memtop shows; `hugetlb` pages are in neither `rss` nor `pss`.
  public enum Key: Int, KernelKey {
    case rss
    /// Each page divided by the number of processes that have it.
    case pss
    /// Since: 5.4.
    case pssAnon
    /// Since: 5.4.
    case pssFile
    /// Since: 5.4.
    case pssShmem
    case privateClean
    case privateDirty
    /// Given back by the program (`MADV_FREE`), not yet taken by the kernel.
    case lazyFree
    case anonHugePages
    case sharedHugetlb
    case privateHugetlb
    /// Swapped out, shmem included.
    case swap
    case swapPss
    /// Of `pss`.
    case locked

    /// As the kernel spells it.
    public var name: String { Self.names[rawValue] }

    private static let names = [
      "Rss", "Pss", "Pss_Anon", "Pss_File", "Pss_Shmem", "Private_Clean", "Private_Dirty",
      "LazyFree", "AnonHugePages", "Shared_Hugetlb", "Private_Hugetlb", "Swap", "SwapPss", "Locked",
    ]
  }

  private var keyed = KeyedValues<Key>()

  /// Nil when the text does not begin with the line `[rollup]`.
  public init?(_ bytes: Span<UInt8>) {
    guard let end = bytes.lineEnd(from: 0), end >= 8, bytes.starts(with: "[rollup]", at: end - 8)
    else { return nil }
    keyed.update(bytes.extracting(end + 1..<bytes.count))
  }

  /// Nil where this kernel does not print it.
  public subscript(key: Key) -> UInt64? { keyed[key] }

  /// What no other process has (USS), huge pages included: what its end would give back.
  public var unique: UInt64? {
    guard let clean = self[.privateClean], let dirty = self[.privateDirty] else { return nil }
    let (sum, overflow) = clean.addingReportingOverflow(dirty)
    let (all, overflowsToo) = sum.addingReportingOverflow(self[.privateHugetlb] ?? 0)
    return overflow || overflowsToo ? nil : all
  }

  /// Nil where the process is gone or the pid is another's; absent where the kernel has no such file
  /// or the process no memory. Denied without the right to trace the process.
  public static func read(_ process: ProcessID, in root: KernelRoot) -> Reading<SmapsRollup>? {
    let name = "\(process.pid)/smaps_rollup"
    if root.denied.contains("proc/" + name) { return .denied }
    var count = 0
    let capacity = 4096
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
      count = clinux_read_file(root.proc, name, buffer.baseAddress, UInt(capacity), 1)
      filled = max(0, count)
    }
    guard root.holds(process) else { return nil }
    switch ReadOutcome(result: count) {
    case .denied: return .denied
    case .failed(let code): return .failed(errno: code)
    case .vanished, .unsupported, .bytes(0): return .absent
    case .bytes: return SmapsRollup(bytes.span).map { .value($0) } ?? .malformed("no [rollup]")
    }
  }
}
