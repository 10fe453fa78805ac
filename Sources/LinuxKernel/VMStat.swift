/// The virtual memory system's event counters and page counts.
///
/// Source: `/proc/vmstat`.
public struct VMStat: Sendable, Equatable {
  /// The counters that memtop computes with; the rest is in `values`.
  public enum Key: Int, CaseIterable, Sendable {
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

  /// Every line of the file.
  public private(set) var values = NamedValues()
  private var slots = [Int?](repeating: nil, count: Key.allCases.count)

  public init() {}

  public init(_ bytes: Span<UInt8>) {
    update(bytes)
  }

  public mutating func update(_ bytes: Span<UInt8>) {
    guard values.update(bytes) else { return }
    for key in Key.allCases { slots[key.rawValue] = values.index(of: key.name) }
  }

  /// The value of one counter; nil where this kernel does not have it, or it could not be read.
  public subscript(key: Key) -> UInt64? {
    slots[key.rawValue].flatMap { values.entries[$0].value }
  }
}
