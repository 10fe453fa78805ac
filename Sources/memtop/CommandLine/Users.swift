import Glibc
import LinuxKernel
import MemtopCore

/// Users by name and number, for commands that may wait for a name service.
enum Users {
  /// The user that `--user` names; a name goes before a number.
  ///
  /// Throws: when there is none.
  static func find(_ word: String, in root: KernelRoot) throws(CommandFailure) -> UInt32 {
    if let number = UserName.find(word, in: root) ?? UInt32(word) { return number }
    throw CommandFailure("--user: there is no user '\(word)'", .noUser)
  }

  /// Fills in the name of every user who owns a process of the sample.
  static func name(_ model: inout Model, in root: KernelRoot) {
    for user in Set(model.processes.rows.compactMap(\.uid)) {
      if let name = UserName.lookUp(user, in: root) { model.users[user] = name }
    }
  }
}
