/// Which cgroup accounts for a process's memory.
///
/// Source: `/proc/PID/cgroup`: the line of the v1 `memory` controller where there is one, else the
/// unified line (`0::`).
public enum ProcessCgroup {
  /// Where the path lies in the bytes parsed; nil when no line names one.
  public static func path(_ bytes: Span<UInt8>) -> Range<Int>? {
    range(bytes) { bytes.lists("memory", in: $0) }
  }

  /// Where the path lies by which systemd knows the process's unit; nil when no line names one.
  ///
  /// It is the line of systemd's own v1 hierarchy where there is one, else the unified one: a v1
  /// controller that a unit does not use has the process in its root.
  public static func managerPath(_ bytes: Span<UInt8>) -> Range<Int>? {
    range(bytes) { bytes.isEqual($0, "name=systemd") }
  }

  /// The path itself.
  public static func name(_ bytes: Span<UInt8>) -> [UInt8]? { path(bytes).map { bytes.copy($0) } }

  /// The path itself by which systemd knows the process's unit.
  public static func managerName(_ bytes: Span<UInt8>) -> [UInt8]? {
    managerPath(bytes).map { bytes.copy($0) }
  }

  /// The path of the first line whose controllers are wanted, else of the unified line.
  private static func range(
    _ bytes: Span<UInt8>, _ isWanted: (_ controllers: Range<Int>) -> Bool
  ) -> Range<Int>? {
    var unified: Range<Int>?
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      if let first = bytes.first(0x3a, from: at, to: end),
        let second = bytes.first(0x3a, from: first + 1, to: end)
      {
        if second == first + 1 {
          if first == at + 1, bytes[at] == 0x30 { unified = second + 1..<end }
        } else if isWanted(first + 1..<second) {
          return second + 1..<end
        }
      }
      at = end + 1
    }
    return unified
  }
}

extension Span<UInt8> {
  fileprivate func copy(_ range: Range<Int>) -> [UInt8] { range.map { self[$0] } }
}
