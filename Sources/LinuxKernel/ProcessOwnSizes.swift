/// Sizes of a process that only its own file tells: the kernel's list of tasks does not have them.
///
/// Source: `/proc/PID/status`. Unit: bytes.
public struct ProcessOwnSizes: Sendable, Equatable {
  /// Key `VmHWM`: the most that was ever resident at once.
  public var vmHWM: UInt64?
  /// Key `VmLck`: what mlock keeps in RAM.
  public var vmLck: UInt64?
  /// Key `HugetlbPages`: pages of the reserved pools, which no RSS counts. Since: 4.4.
  public var hugetlbPages: UInt64?

  /// Lines whose number could not be read.
  public private(set) var malformedLines = 0

  private static let keys:
    [(name: StaticString, value: WritableKeyPath<Self, UInt64?> & Sendable)] =
      [("VmHWM:", \.vmHWM), ("VmLck:", \.vmLck), ("HugetlbPages:", \.hugetlbPages)]

  public init(_ bytes: Span<UInt8>) {
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at)
      // The names of all three differ from other lines' in their first letters.
      if bytes[at] == 0x56 || bytes[at] == 0x48 {
        for (name, value) in Self.keys where bytes.starts(with: name, at: at) {
          let size = end.flatMap { bytes.statusSize(at + name.utf8CodeUnitCount..<$0) }
          self[keyPath: value] = size
          if size == nil { malformedLines += 1 }
        }
      }
      at = (end ?? bytes.count) + 1
    }
  }
}
