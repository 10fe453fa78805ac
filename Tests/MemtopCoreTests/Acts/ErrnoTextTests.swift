import Glibc
import MemtopCore
import Testing

struct ErrnoTextTests {
  @Test(arguments: ErrnoText.table.map(\.code))
  func saysWhatTheSystemSays(_ code: Int32) throws {
    let row = try #require(ErrnoText.table.first { $0.code == code })
    #expect(row.text == String(cString: strerror(code)))
    #expect(ErrnoText.describe(code) == "\(row.text) (\(row.name))")
  }

  @Test func namesAreTheSystems() {
    let names: [(String, Int32)] = [
      ("EPERM", EPERM), ("ENOENT", ENOENT), ("ESRCH", ESRCH), ("EINTR", EINTR), ("EIO", EIO),
      ("E2BIG", E2BIG), ("EBADF", EBADF), ("EAGAIN", EAGAIN), ("ENOMEM", ENOMEM),
      ("EACCES", EACCES), ("EBUSY", EBUSY),
      ("EEXIST", EEXIST), ("ENODEV", ENODEV), ("ENOTDIR", ENOTDIR), ("EISDIR", EISDIR),
      ("EINVAL", EINVAL), ("ENFILE", ENFILE), ("EMFILE", EMFILE), ("ENOSPC", ENOSPC),
      ("EROFS", EROFS), ("EPIPE", EPIPE), ("ERANGE", ERANGE), ("ENAMETOOLONG", ENAMETOOLONG),
      ("ENOSYS", ENOSYS), ("ELOOP", ELOOP), ("EOPNOTSUPP", EOPNOTSUPP), ("EDQUOT", EDQUOT),
    ]
    #expect(ErrnoText.table.map(\.name) == names.map(\.0))
    #expect(ErrnoText.table.map(\.code) == names.map(\.1))
  }

  @Test func anUnknownOneKeepsItsNumber() {
    #expect(ErrnoText.describe(71) == "error 71")
    #expect(ErrnoText.describe(-1) == "error -1")
  }
}
