/// The path of a cgroup, as `/proc/PID/cgroup` names it.
public enum CgroupPath {
  /// The group itself, then each group above it up to the root; none for what is no path.
  public static func upwards(from group: String) -> [String] {
    var groups: [String] = []
    groups.reserveCapacity(group.utf8.count { $0 == 0x2f } + 1)
    var path = Substring(group)
    while path.first == "/" {
      groups.append(String(path))
      guard path.count > 1, let slash = path.lastIndex(of: "/") else { break }
      path = slash == path.startIndex ? "/" : path[..<slash]
    }
    return groups
  }

  /// Whether a part of it leads up again, out of what a mount shows.
  static func climbs(_ group: String) -> Bool {
    var dots = 0
    for byte in group.utf8 {
      if byte == 0x2f {
        if dots == 2 { return true }
        dots = 0
      } else {
        dots = byte == 0x2e ? dots + 1 : 3
      }
    }
    return dots == 2
  }

  /// The groups from the outermost one down to this one, itself included.
  public static func downwards(to group: [UInt8]) -> [[UInt8]] {
    var groups: [[UInt8]] = [[0x2f]]
    for end in group.indices.dropFirst() where group[end] == 0x2f {
      groups.append(Array(group[..<end]))
    }
    return group == [0x2f] ? groups : groups + [group]
  }

  /// The nearest group that all of these are in or are; nil of none.
  public static func common(_ groups: [[UInt8]]) -> [UInt8]? {
    guard var common = groups.first.map(downwards) else { return nil }
    for group in groups.dropFirst() {
      let other = downwards(to: group)
      common = Array(zip(common, other).prefix { $0 == $1 }.map(\.0))
    }
    return common.last
  }

  /// Whether a group is another or below it.
  public static func isWithin(_ group: [UInt8], _ other: [UInt8]) -> Bool {
    other == [0x2f] || group == other || group.starts(with: other + [0x2f])
  }

  /// The same of paths that are text.
  public static func isWithin(_ group: String, _ other: String) -> Bool {
    other == "/" || group == other || group.hasPrefix(other + "/")
  }
}
