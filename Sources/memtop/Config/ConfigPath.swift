import Glibc

/// Where the user's config file is.
enum ConfigPath {
  /// `memtop/config.toml` in `$XDG_CONFIG_HOME`, else in `~/.config`; nil without a home.
  static func standard() -> String? {
    // A relative folder is to be ignored, as the XDG base directory specification says.
    if let folder = variable("XDG_CONFIG_HOME") { return folder + "/memtop/config.toml" }
    return (variable("HOME") ?? home()).map { $0 + "/.config/memtop/config.toml" }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), value.hasPrefix("/") else {
      return nil
    }
    return value
  }

  private static func home() -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 14) { text in
      guard getpwuid_r(geteuid(), &entry, text.baseAddress!, text.count, &found) == 0,
        found != nil, entry.pw_dir != nil, entry.pw_dir.pointee == 0x2f
      else { return nil }
      return String(cString: entry.pw_dir)
    }
  }
}
