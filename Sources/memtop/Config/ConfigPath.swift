import Glibc
import LinuxKernel

/// Where the user's config file is.
enum ConfigPath {
  /// `memtop/config.toml` in `$XDG_CONFIG_HOME`, else in `~/.config`; nil without a home.
  static func standard() -> String? { folder().map { $0 + "/memtop/config.toml" } }

  /// The folder of all of the user's config files; nil without a home.
  static func folder() -> String? {
    // A relative folder is to be ignored, as the XDG base directory specification says.
    variable("XDG_CONFIG_HOME") ?? (variable("HOME") ?? home()).map { $0 + "/.config" }
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
