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
  ///
  /// A host of containers has thousands of other mounts: a text is made of none of them.
  public static func parse(_ bytes: Span<UInt8>) -> [CgroupMount] {
    var mounts: [CgroupMount] = []
    mounts.reserveCapacity(4)
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      if let mount = mount(bytes, at..<end) {
        if mount.version == .v1 { mounts.insert(mount, at: 0) } else { mounts.append(mount) }
      }
      at = end + 1
    }
    return mounts
  }

  /// `36 35 98:0 /root /where options fields… - type source super-options`
  private static func mount(_ bytes: Span<UInt8>, _ line: Range<Int>) -> CgroupMount? {
    var at = line.lowerBound
    func word() -> Range<Int>? {
      guard at < line.upperBound else { return nil }
      let end = bytes.first(0x20, from: at, to: line.upperBound) ?? line.upperBound
      defer { at = end + 1 }
      return at..<end
    }
    guard word() != nil, word() != nil, word() != nil, let group = word(), let directory = word(),
      word() != nil
    else { return nil }
    while let field = word(), !bytes.isEqual(field, "-") {}
    guard let type = word(), word() != nil, let options = word() else { return nil }
    let version: Version
    if bytes.isEqual(type, "cgroup2") {
      version = .v2
    } else if bytes.isEqual(type, "cgroup"), bytes.lists("memory", in: options) {
      version = .v1
    } else {
      return nil
    }
    var start = directory.lowerBound
    while start < directory.upperBound, bytes[start] == 0x2f { start += 1 }
    return CgroupMount(
      version, group: unescaped(bytes.text(group)),
      directory: unescaped(bytes.text(start..<directory.upperBound)))
  }

  /// The directory of a group that `/proc/PID/cgroup` names; nil where the mount does not show it.
  public func directory(of path: String) -> String? {
    guard !CgroupPath.climbs(path) else { return nil }
    if group == "/" || group.hasPrefix("/..") { return directory + (path == "/" ? "" : path) }
    if path == group { return directory }
    return path.hasPrefix(group + "/") ? directory + path.dropFirst(group.count) : nil
  }

  /// How `/proc/PID/cgroup` names a group, from what follows the mount's directory.
  public func name(of below: [UInt8]) -> [UInt8] {
    if group == "/" || group.hasPrefix("/..") { return below.isEmpty ? [0x2f] : below }
    return Array(group.utf8) + below
  }

  /// What follows the mount's directory, for a name that `name(of:)` gave.
  public func below(of name: [UInt8]) -> [UInt8] {
    if group == "/" || group.hasPrefix("/..") { return name == [0x2f] ? [] : name }
    return Array(name.dropFirst(group.utf8.count))
  }

  /// What follows the mount's directory, for a name that `/proc/PID/cgroup` told; nil where the mount
  /// does not show the group.
  public func below(ofTold name: [UInt8]) -> [UInt8]? {
    guard name.first == 0x2f,
      !name.split(separator: 0x2f).contains(where: { $0.elementsEqual([0x2e, 0x2e]) })
    else { return nil }
    guard group != "/", !group.hasPrefix("/..") else { return below(of: name) }
    return CgroupPath.isWithin(name, Array(group.utf8)) ? below(of: name) : nil
  }

  /// Whether its root is the host's root group, and not that of a container.
  ///
  /// - Parameter top: the mount's root.
  public func showsWholeHierarchy(_ top: CgroupDirectory, isLive: Bool) -> Bool {
    guard group == "/" else { return false }
    // The kernel numbers the root of each hierarchy 1; a captured tree has other numbers.
    if isLive { return top.identity.inode == 1 }
    return version == .v1 || !top.has("memory.max")
  }

  /// The kernel writes blanks, tabs, newlines and backslashes as three octal digits.
  private static func unescaped(_ text: String) -> String {
    EscapedText.decoded(text, digits: 3, radix: 8)
  }
}
