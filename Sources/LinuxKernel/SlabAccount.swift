/// Whether the kernel can ask the owner of a slab cache to give objects back.
///
/// Source: `/sys/kernel/slab/CACHE/reclaim_account`. Readable by root only.
public enum SlabAccount {
  /// True where the cache counts as `SReclaimable`; nil where it is not told.
  public static func isReclaimable(
    _ cache: String, _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> Bool? {
    // A name is one folder.
    guard !cache.contains("/"), cache != ".", cache != ".." else { return nil }
    let file = "sys/kernel/slab/\(cache)/reclaim_account"
    return root.value(of: file, &buffer, SmallNumber.parseSize).flatMap {
      $0 <= 1 ? $0 == 1 : nil
    }
  }
}
