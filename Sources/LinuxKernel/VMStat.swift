/// The virtual memory system's event counters and page counts.
///
/// Source: `/proc/vmstat`.
public struct VMStat: KeyedFile {
  /// The counters that memtop computes with; the rest is in `values`.
  public enum Key: Int, KernelKey {
    /// Pages swapped in since boot.
    case pswpin
    /// Pages swapped out since boot.
    case pswpout
    case pgmajfault
    /// Processes the out-of-memory killer ended since boot. Since: 4.13.
    case oomKill

    /// As the kernel spells it.
    public var name: String { Self.names[rawValue] }

    private static let names = ["pswpin", "pswpout", "pgmajfault", "oom_kill"]
  }

  public var keyed = KeyedValues<Key>()

  public init() {}
}
