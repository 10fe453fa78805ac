/// How many pages are kept once in the place of many.
///
/// Source: `/sys/kernel/mm/ksm/pages_sharing`. Unit: pages.
public enum KsmStat {
  /// Pages that are saved; nil where it cannot be read.
  public static func pagesSharing(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> UInt64? {
    root.value(of: "sys/kernel/mm/ksm/pages_sharing", &buffer, SmallNumber.parseSize)
  }
}
