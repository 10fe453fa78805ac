import Glibc
import LinuxKernel

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
    guard let root = try? KernelRoot(),
      let home = HostUsers(root).home(of: geteuid()), home.hasPrefix("/")
    else { return nil }
    return home
  }
}
