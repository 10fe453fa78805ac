/// The kernel's reasons in words, for the ones that memtop's files and calls can give.
public struct ErrnoText: Sendable, Equatable {
  /// As in Linux's `errno.h` for x86 and Arm.
  public let code: Int32
  /// `EACCES`.
  public let name: String
  /// `Permission denied`.
  public let text: String

  /// `Permission denied (EACCES)`; `error 71` for one that is not in the table.
  public static func describe(_ code: Int32) -> String {
    table.first { $0.code == code }.map { "\($0.text) (\($0.name))" } ?? "error \(code)"
  }

  /// `EACCES`; `error 71` for one that is not in the table.
  public static func name(_ code: Int32) -> String {
    table.first { $0.code == code }?.name ?? "error \(code)"
  }

  /// In ascending order.
  public static let table = [
    ErrnoText(code: 1, name: "EPERM", text: "Operation not permitted"),
    ErrnoText(code: 2, name: "ENOENT", text: "No such file or directory"),
    ErrnoText(code: 3, name: "ESRCH", text: "No such process"),
    ErrnoText(code: 4, name: "EINTR", text: "Interrupted system call"),
    ErrnoText(code: 5, name: "EIO", text: "Input/output error"),
    ErrnoText(code: 7, name: "E2BIG", text: "Argument list too long"),
    ErrnoText(code: 9, name: "EBADF", text: "Bad file descriptor"),
    ErrnoText(code: 11, name: "EAGAIN", text: "Resource temporarily unavailable"),
    ErrnoText(code: 12, name: "ENOMEM", text: "Cannot allocate memory"),
    ErrnoText(code: 13, name: "EACCES", text: "Permission denied"),
    ErrnoText(code: 16, name: "EBUSY", text: "Device or resource busy"),
    ErrnoText(code: 17, name: "EEXIST", text: "File exists"),
    ErrnoText(code: 19, name: "ENODEV", text: "No such device"),
    ErrnoText(code: 20, name: "ENOTDIR", text: "Not a directory"),
    ErrnoText(code: 21, name: "EISDIR", text: "Is a directory"),
    ErrnoText(code: 22, name: "EINVAL", text: "Invalid argument"),
    ErrnoText(code: 23, name: "ENFILE", text: "Too many open files in system"),
    ErrnoText(code: 24, name: "EMFILE", text: "Too many open files"),
    ErrnoText(code: 28, name: "ENOSPC", text: "No space left on device"),
    ErrnoText(code: 30, name: "EROFS", text: "Read-only file system"),
    ErrnoText(code: 32, name: "EPIPE", text: "Broken pipe"),
    ErrnoText(code: 34, name: "ERANGE", text: "Numerical result out of range"),
    ErrnoText(code: 36, name: "ENAMETOOLONG", text: "File name too long"),
    ErrnoText(code: 38, name: "ENOSYS", text: "Function not implemented"),
    ErrnoText(code: 40, name: "ELOOP", text: "Too many levels of symbolic links"),
    ErrnoText(code: 95, name: "EOPNOTSUPP", text: "Operation not supported"),
    ErrnoText(code: 122, name: "EDQUOT", text: "Disk quota exceeded"),
  ]
}
