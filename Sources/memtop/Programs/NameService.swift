import LinuxKernel

/// Users that stand in no file of the host (LDAP, sssd, systemd-homed, containers), by `getent passwd`.
///
/// The C library's own functions would load the host's modules for name services into memtop, which a
/// static program cannot, and which have no end of time.
struct NameService: Sendable {
  private static let paths = ["/usr/bin/getent", "/bin/getent"]
  /// Users asked for in one run.
  private static let batch = 256
  /// Unit: bytes for one user.
  private static let entryLimit = 1 << 10
  /// A service may ask the network; beyond this its users have no names. Unit: nanoseconds.
  static let patience: UInt64 = 5_000_000_000

  private let program: String
  private let patience: UInt64

  /// Nil where there is no getent.
  init?(paths: [String] = paths, patience: UInt64 = patience) {
    guard let path = ChildProgram.find(paths) else { return nil }
    program = path
    self.patience = patience
  }

  /// The names of these users; without those that have none, or whose came too late.
  func names(of users: Set<UInt32>) -> [UInt32: String] {
    let deadline = KernelClock.monotonic() + patience
    var names: [UInt32: String] = [:]
    var rest = users.sorted()[...]
    while !rest.isEmpty, KernelClock.monotonic() < deadline {
      let asked = rest.prefix(Self.batch)
      rest = rest.dropFirst(Self.batch)
      let text = ask(asked.map { String($0) }, until: deadline)
      names.merge(Passwd.names(of: Set(asked), in: text.span)) { first, _ in first }
    }
    return names
  }

  /// The number of the user of this name; nil when there is none.
  func find(_ name: String) -> UInt32? {
    // It would be an option, and no user has such a name.
    guard !name.isEmpty, name.first != "-", !name.utf8.contains(0) else { return nil }
    let text = ask([name], until: KernelClock.monotonic() + patience)
    return Passwd.user(named: name, in: text.span)
  }

  /// The home of a user; nil when there is none.
  func home(of user: UInt32) -> String? {
    let text = ask([String(user)], until: KernelClock.monotonic() + patience)
    return Passwd.home(of: user, in: text.span)
  }

  private func ask(_ keys: [String], until deadline: UInt64) -> [UInt8] {
    guard let child = try? ChildProgram(program, ["passwd"] + keys) else { return [] }
    return child.readAll(limit: keys.count * Self.entryLimit, until: deadline)
  }
}
