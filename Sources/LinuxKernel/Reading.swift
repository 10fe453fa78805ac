import Glibc

/// What came of reading one kernel file: its value, or why there is none.
public enum Reading<Value> {
  case value(Value)
  /// The file, or what it tells, does not exist on this kernel or with this configuration.
  case absent
  /// The right to read it is missing.
  case denied
  /// It could not be read although it is there and may be read: too many open files, no memory, a
  /// broken disk. What it tells is not known, which is neither zero nor absent.
  case failed(errno: Int32)
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
  /// Anything else, such as EMFILE, ENFILE, ENOMEM or EIO: nothing follows of what it would tell.
  case failed(errno: Int32)

  init(result: Int) {
    guard result < 0 else {
      self = .bytes(result)
      return
    }
    switch Int32(-result) {
    case ENOENT, ESRCH, ENOTDIR: self = .vanished
    case EACCES, EPERM: self = .denied
    case EOPNOTSUPP, ENOSYS, ENODEV, ENXIO, EINVAL, EISDIR, EPROTONOSUPPORT: self = .unsupported
    case let code: self = .failed(errno: code)
    }
  }
}
