/// What memtop takes from a process's `status`; a process without memory of its own (kernel thread,
/// zombie) has none of the sizes.
///
/// Source: `/proc/PID/status`. Unit of sizes: bytes.
public struct ProcessStatus: Sendable, Equatable {
  /// Key `Uid`, second number: effective user.
  public var effectiveUser: UInt32?
  public var vmSize: UInt64?
  public var vmRSS: UInt64?
  /// Since: 4.5.
  public var rssAnon: UInt64?
  /// Since: 4.5.
  public var rssFile: UInt64?
  /// Since: 4.5.
  public var rssShmem: UInt64?
  /// Page tables; with `VmPMD` added where a kernel (4.0 to 4.14) lists it apart.
  public var vmPTE: UInt64?
  /// Anonymous memory swapped out; swapped shmem is not in it.
  public var vmSwap: UInt64?
  /// Key `CapEff`, the bit of `CAP_SYS_ADMIN`: kernels before 4.17 spare such a process a little.
  public var canAdminister: Bool?
  /// Lines whose number could not be read.
  public var malformedLines = 0

  init() {}

  /// Nil when the text has no line of this file.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    var known = 0
    var pmd: UInt64?
    while at < bytes.count {
      let end = bytes.lineEnd(from: at)
      let stop = end ?? bytes.count
      let isWhole = end != nil
      switch bytes[at] {
      case 0x56 where bytes.starts(with: "Vm", at: at):
        if bytes.starts(with: "VmSize:", at: at) {
          vmSize = size(bytes, at + 7, stop, isWhole, &known)
        } else if bytes.starts(with: "VmRSS:", at: at) {
          vmRSS = size(bytes, at + 6, stop, isWhole, &known)
        } else if bytes.starts(with: "VmPTE:", at: at) {
          vmPTE = size(bytes, at + 6, stop, isWhole, &known)
        } else if bytes.starts(with: "VmPMD:", at: at) {
          pmd = size(bytes, at + 6, stop, isWhole, &known)
        } else if bytes.starts(with: "VmSwap:", at: at) {
          vmSwap = size(bytes, at + 7, stop, isWhole, &known)
        }
      case 0x52 where bytes.starts(with: "Rss", at: at):
        if bytes.starts(with: "RssAnon:", at: at) {
          rssAnon = size(bytes, at + 8, stop, isWhole, &known)
        } else if bytes.starts(with: "RssFile:", at: at) {
          rssFile = size(bytes, at + 8, stop, isWhole, &known)
        } else if bytes.starts(with: "RssShmem:", at: at) {
          rssShmem = size(bytes, at + 9, stop, isWhole, &known)
        }
      case 0x43 where bytes.starts(with: "CapEff:", at: at):
        known += 1
        canAdminister = Self.sysAdminBit(bytes, at + 7, stop, isWhole)
        if canAdminister == nil { malformedLines += 1 }
      case 0x55 where bytes.starts(with: "Uid:", at: at):
        known += 1
        effectiveUser = Self.secondNumber(bytes, at + 4, isWhole)
        if effectiveUser == nil { malformedLines += 1 }
      case 0x4e where bytes.starts(with: "Name:", at: at):
        known += 1
      default: break
      }
      at = stop + 1
    }
    guard known > 0 else { return nil }
    if let pmd, let pte = vmPTE {
      let (sum, overflow) = pte.addingReportingOverflow(pmd)
      vmPTE = overflow ? nil : sum
    }
  }

  private mutating func size(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ isWhole: Bool, _ known: inout Int
  ) -> UInt64? {
    known += 1
    let size = isWhole ? bytes.statusSize(start..<stop) : nil
    if size == nil { malformedLines += 1 }
    return size
  }

  private static func secondNumber(_ bytes: Span<UInt8>, _ start: Int, _ isWhole: Bool) -> UInt32? {
    var at = start
    bytes.skipBlanks(at: &at)
    guard isWhole, bytes.decimal(at: &at) != nil else { return nil }
    bytes.skipBlanks(at: &at)
    return bytes.decimal(at: &at).flatMap { UInt32(exactly: $0) }
  }

  /// Bit 21 of a hexadecimal number: the sixth digit from its end holds bits 20 to 23.
  private static func sysAdminBit(
    _ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ isWhole: Bool
  ) -> Bool? {
    var at = start
    bytes.skipBlanks(at: &at)
    guard isWhole, stop - at >= 6 else { return nil }
    return Character(Unicode.Scalar(bytes[stop - 6])).hexDigitValue.map { $0 & 2 != 0 }
  }
}

extension Span where Element == UInt8 {
  /// The size behind a key of `status`, to the end of its line: `\t    4 kB`. Unit: bytes. Nil where it
  /// is written in any other way.
  func statusSize(_ value: Range<Int>) -> UInt64? {
    var at = value.lowerBound
    skipBlanks(at: &at)
    guard let size = kibibytes(at: &at), starts(with: " kB", at: at), at + 3 == value.upperBound
    else { return nil }
    return size
  }
}
