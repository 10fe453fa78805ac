import LinuxKernel
import MemtopCore

/// Users by name and number: from the host's own file, then from its name services, for which it may wait.
///
/// A captured tree has its file alone.
struct HostUsers {
  private let root: KernelRoot
  private let service: NameService?

  init(_ root: KernelRoot, service: NameService? = NameService()) {
    self.root = root
    self.service = root.isLive ? service : nil
  }

  /// As it is kept, not made visible; nil for a user without a name.
  func name(of user: UInt32) -> String? { names(of: [user])[user] }

  /// The names as they are kept; without users that have none.
  func names(of users: Set<UInt32>) -> [UInt32: String] {
    let kept = UserName.lookUp(users, in: root)
    let others = users.subtracting(kept.keys)
    guard let service, !others.isEmpty else { return kept }
    return kept.merging(service.names(of: others)) { kept, _ in kept }
  }

  /// The same of those whom processes run as.
  func names(of members: [BoxMember]) -> [UInt32: String] { names(of: Set(members.map(\.owner))) }

  /// The user of this name; nil when there is none.
  func find(_ name: String) -> UInt32? {
    UserName.find(name, in: root) ?? service?.find(name)
  }

  /// Where a user's own files are; nil when it is not told.
  func home(of user: UInt32) -> String? {
    UserName.home(of: user, in: root) ?? service?.home(of: user)
  }

  /// The user that `--user` names; a name goes before a number.
  ///
  /// Throws: when there is none.
  func named(_ word: String) throws(CommandFailure) -> UInt32 {
    if let number = find(word) ?? UInt32(word) { return number }
    throw CommandFailure("--user: there is no user '\(word)'", .noUser)
  }

  /// Fills in the name of every user who owns a process of the sample.
  func name(_ model: inout Model) {
    for (user, name) in names(of: Set(model.processes.rows.compactMap(\.uid))) {
      model.users[user] = name
    }
  }
}
