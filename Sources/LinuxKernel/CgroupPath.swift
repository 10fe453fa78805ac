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
}
