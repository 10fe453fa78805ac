/// The path of a cgroup, as `/proc/PID/cgroup` names it.
public enum CgroupPath {
  /// The group itself, then each group above it up to the root; none for what is no path.
  public static func upwards(from group: String) -> [String] {
    var groups: [String] = []
    var path = Substring(group)
    while path.first == "/" {
      groups.append(String(path))
      guard path.count > 1, let slash = path.lastIndex(of: "/") else { break }
      path = slash == path.startIndex ? "/" : path[..<slash]
    }
    return groups
  }
}
