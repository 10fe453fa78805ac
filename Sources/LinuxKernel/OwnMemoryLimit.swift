/// The tightest limit of the cgroups that account for this process's memory.
///
/// Source: `memory.limit_in_bytes` or `memory.max` of its group and of all above it. Unit: bytes.
public enum OwnMemoryLimit {
  /// Nil where no group has a limit, or none can be read.
  public static func read(_ root: KernelRoot) -> UInt64? {
    var buffer = ReadBuffer()
    guard let group = text("proc/self/cgroup", ProcessCgroup.path, root, &buffer),
      case .bytes = root.read("proc/self/mountinfo", into: &buffer)
    else { return nil }
    for mount in buffer.withBytes({ CgroupMount.parse($0) }) {
      guard let directory = mount.directory(of: group) else { continue }
      if let limit = tightest(mount, from: directory, root, &buffer) { return limit }
    }
    return nil
  }

  private static func tightest(
    _ mount: CgroupMount, from directory: String, _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> UInt64? {
    var limit: UInt64?
    var place = Substring(directory)
    while place.count >= mount.directory.count {
      let own =
        switch mount.version {
        case .v1: CgroupMemoryV1(root, String(place), &buffer)?.limit
        case .v2: CgroupMemoryV2(root, String(place), &buffer)?.limit.bytes
        }
      if let own { limit = min(limit ?? own, own) }
      guard let slash = place.lastIndex(of: "/") else { break }
      place = place[..<slash]
    }
    return limit
  }

  private static func text(
    _ file: String, _ find: (Span<UInt8>) -> Range<Int>?, _ root: KernelRoot,
    _ buffer: inout ReadBuffer
  ) -> String? {
    root.value(of: file, &buffer) { bytes in find(bytes).map { bytes.text($0) } }
  }
}
