import LinuxKernel
import MemtopCore

/// Why a command ends without having done its work: one line for standard error and an exit code.
struct CommandFailure: Error, Equatable {
  /// The codes of `sysexits.h` that memtop ends with.
  enum Code: Int32 {
    case usage = 64
    case noInput = 66
    case noUser = 67
    case system = 71
    case cannotCreate = 73
    case inputOutput = 74
  }

  /// `what: path: reason`.
  let message: String
  let code: Code

  init(_ message: String, _ code: Code) {
    self.message = message
    self.code = code
  }

  init(_ what: String, _ error: KernelError, _ code: Code) {
    self.init("\(what): \(error.text)", code)
  }
}
