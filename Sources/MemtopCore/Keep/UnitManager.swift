/// The systemd that runs a unit, and where memtop puts what that one is to keep.
public enum UnitManager: Sendable, Hashable {
  /// The host's, process 1.
  case system
  /// A user's own, whose files that user keeps.
  ///
  /// - Parameter config: absolute: `$XDG_CONFIG_HOME` or `~/.config`.
  case own(user: UInt32, config: String)
  /// A user's, by the files that hold for all users.
  case everyUser(of: UInt32?)

  /// The folder whose drop-ins are the administrator's, or the user's own.
  var folder: String {
    switch self {
    case .system: "/etc/systemd/system"
    case .everyUser: "/etc/systemd/user"
    case .own(_, let config): config + "/systemd/user"
    }
  }

  /// Where the administrator's or the user's own files begin: what is above it is not judged.
  public var anchor: String {
    if case .own(_, let config) = self { return config }
    return "/"
  }

  /// Folders of unit files, the first goes before the others.
  ///
  /// Source: `systemd.unit(5)`; `systemd-analyze unit-paths`.
  var searchPath: [String] {
    switch self {
    case .system:
      return [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient",
        "/run/systemd/generator.early", "/etc/systemd/system", "/etc/systemd/system.attached",
        "/run/systemd/system", "/run/systemd/system.attached", "/run/systemd/generator",
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
        "/run/systemd/generator.late",
      ]
    case .own(let user, let config):
      return Self.userPath(config: config, runtime: "/run/user/\(user)")
    case .everyUser(let user):
      return Self.userPath(config: nil, runtime: user.map { "/run/user/\($0)" })
    }
  }

  private static func userPath(config: String?, runtime: String?) -> [String] {
    let own = config.map { $0 + "/systemd/user" }
    let run = runtime.map { $0 + "/systemd/" }
    return [
      own.map { $0 + ".control" }, run.map { $0 + "user.control" }, run.map { $0 + "transient" },
      run.map { $0 + "generator.early" }, own, "/etc/systemd/user", run.map { $0 + "user" },
      "/run/systemd/user", run.map { $0 + "generator" }, "/usr/local/share/systemd/user",
      "/usr/share/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user",
      run.map { $0 + "generator.late" },
    ].compactMap { $0 }
  }

  /// What systemctl is told, so that it asks this manager.
  public var systemctl: [String] {
    switch self {
    case .system: []
    case .own, .everyUser(nil): ["--user"]
    case .everyUser(let user?): ["--user", "--machine=\(user)@.host"]
    }
  }

  /// Units that were started without a file of their own, for as long as they run.
  static func isTransient(_ file: String) -> Bool { file.contains("/systemd/transient/") }
}
