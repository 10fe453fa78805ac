/// Where the hierarchy that accounts for memory is mounted.
///
/// Source: `/proc/self/mountinfo`: file system `cgroup` with the option `memory` (v1) or `cgroup2`.
public struct CgroupMount: Sendable, Equatable {
  public enum Version: Sendable, Equatable { case v1, v2 }

  public var version: Version
  /// The group that the mount shows as its root, as `/proc/PID/cgroup` names it; `/` outside
  /// containers.
  public var group: String
  /// From the root, without a leading slash: `sys/fs/cgroup`.
  public var directory: String

  public init(_ version: Version, group: String = "/", directory: String) {
    self.version = version
    self.group = group
    self.directory = directory
  }

  /// Where distributions mount them; for systems that do not tell.
  public static let usual = [
    CgroupMount(.v1, directory: "sys/fs/cgroup/memory"),
    CgroupMount(.v2, directory: "sys/fs/cgroup"),
    CgroupMount(.v2, directory: "sys/fs/cgroup/unified"),
  ]

  /// The mounts of a system, or the usual ones where it does not tell.
  public static func list(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> [CgroupMount] {
    guard case .bytes = root.read("proc/self/mountinfo", into: &buffer) else { return usual }
    let mounts = buffer.withBytes { parse($0) }
    return mounts.isEmpty ? usual : mounts
  }

  /// The mounts that may account for memory, v1 first: where it has the controller, v2 has it not.
  public static func parse(_ bytes: Span<UInt8>) -> [CgroupMount] {
    var mounts: [CgroupMount] = []
    for line in bytes.text(0..<bytes.count).split(separator: "\n") {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard words.count > 6, let dash = words[6...].firstIndex(of: "-"), words.count > dash + 3
      else { continue }
      let version: Version
      switch words[dash + 1] {
      case "cgroup2": version = .v2
      case "cgroup" where words[dash + 3].split(separator: ",").contains("memory"): version = .v1
      default: continue
      }
      let mount = CgroupMount(
        version, group: unescaped(words[3]),
        directory: String(unescaped(words[4]).drop { $0 == "/" }))
      if version == .v1 { mounts.insert(mount, at: 0) } else { mounts.append(mount) }
    }
    return mounts
  }

  /// The directory of a group that `/proc/PID/cgroup` names; nil where the mount does not show it.
  public func directory(of path: String) -> String? {
    guard !path.split(separator: "/").contains("..") else { return nil }
    if group == "/" || group.hasPrefix("/..") { return directory + (path == "/" ? "" : path) }
    if path == group { return directory }
    return path.hasPrefix(group + "/") ? directory + path.dropFirst(group.count) : nil
  }

  /// The kernel writes blanks, tabs, newlines and backslashes as three octal digits.
  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(0x5c) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x5c, at + 3 < bytes.count,
        let byte = UInt8(String(decoding: bytes[at + 1...at + 3], as: UTF8.self), radix: 8)
      {
        result.append(byte)
        at += 4
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
