import CLinux
import Glibc
import LinuxKernel
import MemtopCore
import MemtopUI

/// The user's config file: read once before the screen opens, written when the setup is saved.
struct ConfigStore: Sendable, Equatable {
  let path: String

  /// No config file is longer. Unit: bytes.
  private static let limit = 1 << 16

  /// What the file holds; nil where there is none.
  ///
  /// Throws: when it is there and cannot be read.
  func load() throws(KernelError) -> ConfigText? {
    try bytes().map(ConfigText.init)
  }

  /// Writes the settings. A file that a person edited, or that could not be understood, is kept
  /// beside it as `config.toml.bak`.
  func save(_ settings: Settings) -> SaveOutcome {
    do throws(KernelError) {
      try TrustedFolder.refuseForeignLinks(to: path)
      // A link, as dotfile managers make them, stays; the file it leads to is written.
      let target = Self.resolved(path)
      if let reason = Self.foreignFolder(of: target) { return .failed(reason) }
      try Self.makeFolder(of: target)
      var status = stat()
      let mode = stat(target, &status) == 0 ? status.st_mode & 0o7777 : nil
      if let old = try bytes(), !ConfigText.isOwn(old) {
        try AtomicFile.write(old, to: target + ".bak", mode: mode, isDurable: true)
      }
      try AtomicFile.write(ConfigText.write(settings), to: target, mode: mode, isDurable: true)
      return .saved(path: target)
    } catch {
      return .failed(CommandFailure("config file", error, .cannotCreate).message)
    }
  }

  private func bytes() throws(KernelError) -> [UInt8]? {
    // Not blocking, so that a pipe in the file's place cannot stop memtop.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw KernelError(path: path, reason: .errno(errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw KernelError(path: path, reason: .malformed("it is not a file"))
    }
    var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress! + filled, $0.count - filled)
      }
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw KernelError(path: path, reason: .errno(errno))
      }
    }
    guard filled <= Self.limit else {
      throw KernelError(path: path, reason: .malformed("it is longer than 64 KiB"))
    }
    return Array(bytes[..<filled])
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func makeFolder(of path: String) throws(KernelError) {
    let folder = folder(of: path)
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, folder != path else {
      throw KernelError(path: folder, reason: .errno(errno))
    }
    try makeFolder(of: folder)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw KernelError(path: folder, reason: .errno(errno))
    }
  }

  /// Why root must not write here: with sudo the home may be another user's, who could then not
  /// change the file.
  private static func foreignFolder(of path: String) -> String? {
    guard geteuid() == 0 else { return nil }
    var status = stat()
    var folder = folder(of: path)
    while stat(folder, &status) != 0, folder != "/", folder != "." {
      folder = Self.folder(of: folder)
    }
    guard status.st_uid != 0 else { return nil }
    return "memtop runs as root, and \(folder) belongs to user \(status.st_uid)"
  }
}
