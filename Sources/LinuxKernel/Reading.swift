import Glibc

/// What came of reading one kernel file: its value, or why there is none.
public enum Reading<Value> {
  case value(Value)
  /// The file, or what it tells, does not exist on this kernel or with this configuration.
  case absent
  /// The right to read it is missing.
  case denied
  /// The bytes are not what this file holds; the text names what was wrong.
  case malformed(String)

  public var value: Value? {
    if case .value(let value) = self { return value }
    return nil
  }
}

extension Reading: Sendable where Value: Sendable {}
extension Reading: Equatable where Value: Equatable {}

/// What came of filling a buffer from a kernel file.
public enum ReadOutcome: Equatable, Sendable {
  /// So many bytes were read.
  case bytes(Int)
  /// ENOENT or ESRCH: the process, or the file, is not there.
  case vanished
  /// EACCES or EPERM.
  case denied
  /// The kernel does not offer it (EOPNOTSUPP, ENOSYS, ENODEV, EINVAL, EISDIR…).
  case unsupported

  init(result: Int) {
    guard result < 0 else {
      self = .bytes(result)
      return
    }
    switch Int32(-result) {
    case ENOENT, ESRCH, ENOTDIR: self = .vanished
    case EACCES, EPERM: self = .denied
    default: self = .unsupported
    }
  }
}
