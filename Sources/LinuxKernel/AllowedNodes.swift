/// The memory nodes that a process's cpuset lets it use.
///
/// Source: `/proc/PID/status`, key `Mems_allowed_list`.
public enum AllowedNodes {
  /// Nil where they cannot be read, and on a kernel without cpusets.
  public static func read(
    _ pid: Int32, in root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> NodeList? {
    root.value(of: "proc/\(pid)/status", &buffer, parse)
  }

  static func parse(_ bytes: Span<UInt8>) -> NodeList? {
    var at = 0
    while at < bytes.count {
      let stop = bytes.lineEnd(from: at) ?? bytes.count
      if bytes.starts(with: "Mems_allowed_list:", at: at) {
        at += 18
        bytes.skipBlanks(at: &at)
        return NodeList(bytes.text(at..<stop))
      }
      at = stop + 1
    }
    return nil
  }
}
