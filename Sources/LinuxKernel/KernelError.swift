import Glibc

/// Why the kernel did not give, or take, what was asked.
public struct KernelError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// A system call failed with this errno.
    case errno(Int32)
    /// The bytes are not what this kernel file holds; the text names the first thing wrong.
    case malformed(String)
  }

  /// The file or interface, as the user would name it.
  public let path: String
  public let reason: Reason

  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// What was meant is no more, or never was.
  public var isGone: Bool {
    if case .errno(let code) = reason { return [ENOENT, ENODEV, ESRCH, ENOTDIR].contains(code) }
    return false
  }
}
