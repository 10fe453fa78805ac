import CLinux
import Glibc
import LinuxKernel
import MemtopCore

/// The folder of a file that memtop writes, reached by no link that another user laid.
///
/// Root follows links that anybody may make, in `/tmp` or in a home: whoever lays one chooses what root
/// writes to. Links of root and of the user who runs memtop are followed, as far as folders go.
struct TrustedFolder: ~Copyable {
  /// Of the folder, opened with `O_PATH`.
  let descriptor: Int32
  /// What the file is called in it.
  let name: String

  /// As many links as the kernel itself follows on one path. Source: `MAXSYMLINKS`.
  private static let longestChain = 40

  /// Opens the folder that `path` names a file in.
  ///
  /// Throws: when it is not there, or a link on the way is another user's.
  init(of path: String) throws(KernelError) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    name = parts.removeLast()
    guard !name.isEmpty else {
      throw KernelError(path: path, reason: .errno(path.isEmpty ? ENOENT : EISDIR))
    }
    descriptor = try Self.walk(parts, of: path)
  }

  deinit { close(descriptor) }

  /// Throws: when a link on the way to the file, or in its place, is another user's. What is not there is
  /// no link.
  static func refuseForeignLinks(to path: String) throws(KernelError) {
    do throws(KernelError) {
      _ = try TrustedFolder(of: path + "/.")
    } catch {
      if case .malformed = error.reason { throw error }
    }
  }

  private static func walk(_ parts: [String], of path: String) throws(KernelError) -> Int32 {
    func failed(_ code: Int32) -> KernelError { KernelError(path: path, reason: .errno(code)) }
    var at = try start(path.hasPrefix("/") ? "/" : ".", of: path)
    var ahead = Array(parts.reversed())
    var links = 0
    while let part = ahead.popLast() {
      if part.isEmpty || part == "." { continue }
      let next = openat(at, part, clinux_o_path | O_NOFOLLOW | O_CLOEXEC)
      var status = stat()
      guard next >= 0, fstat(next, &status) == 0 else {
        let code = errno
        close(at)
        if next >= 0 { close(next) }
        throw failed(code)
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        close(at)
        at = next
      case S_IFLNK:
        defer { close(next) }
        links += 1
        guard status.st_uid == 0 || status.st_uid == geteuid() else {
          close(at)
          throw KernelError(
            path: path,
            reason: .malformed(
              "\(VisibleText.make(part)) is a link of user \(status.st_uid), which is not followed")
          )
        }
        guard links <= longestChain, let target = target(of: next) else {
          close(at)
          throw failed(ELOOP)
        }
        if target.hasPrefix("/") {
          close(at)
          at = try start("/", of: path)
        }
        ahead += target.split(separator: "/").reversed().map(String.init)
      default:
        close(at)
        close(next)
        throw failed(ENOTDIR)
      }
    }
    return at
  }

  private static func start(_ folder: String, of path: String) throws(KernelError) -> Int32 {
    let descriptor = open(folder, clinux_o_path | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw KernelError(path: path, reason: .errno(errno)) }
    return descriptor
  }

  private static func target(of link: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = bytes.withUnsafeMutableBytes { buffer in
      readlinkat(link, "", buffer.bindMemory(to: CChar.self).baseAddress!, buffer.count)
    }
    guard count > 0, count < bytes.count else { return nil }
    return String(validating: bytes[..<count], as: UTF8.self)
  }
}
