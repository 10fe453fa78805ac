import CLinux
import Glibc
import LinuxKernel
import MemtopCore

/// Writes and removes the drop-in of a plan.
enum DropInFile {
  /// Brings the file to what the plan says; folders that lack are made, and one that is empty then goes.
  ///
  /// - Parameter root: the folder that stands for `/`.
  ///
  /// Throws: where a folder on the way is a link, another user's or open to others, where the file is not
  /// what the plan has seen, and where it cannot be written. The file is then as it was.
  static func apply(_ plan: KeepPlan, below root: String) throws(KernelError) {
    let base = root == "/" ? "" : root
    let path = base + plan.path
    let folder = try Folder(
      anchor: base + plan.manager.anchor, Self.parts(plan.path, below: plan.manager.anchor),
      makes: plan.new != nil)
    let name = String(
      plan.path[(plan.path.lastIndex(of: "/") ?? plan.path.startIndex)...].dropFirst())
    guard try folder.text(of: name, path) == plan.old else {
      throw KernelError(
        path: path, reason: .malformed("it was changed since it was shown; nothing is written"))
    }
    if let new = plan.new {
      try AtomicFile.write(Array(new.utf8), to: path, mode: 0o644, isDurable: true)
      return
    }
    guard unlinkat(folder.descriptor, name, 0) == 0 else {
      throw KernelError(path: path, reason: .errno(errno))
    }
    // Not empty: others' files stay, with their folder.
    _ = rmdir(String(path.dropLast(name.utf8.count + 1)))
  }

  /// The folders from the anchor to the file.
  private static func parts(_ path: String, below anchor: String) -> [String] {
    path.dropFirst(anchor.utf8.count).split(separator: "/").dropLast().map(String.init)
  }

  /// The folder of a drop-in, reached by folders of root's or this user's own alone.
  ///
  /// What systemd reads here it does as root: whoever may write to a folder on the way, or lay a link in
  /// it, would choose what that is.
  private struct Folder: ~Copyable {
    let descriptor: Int32

    init(anchor: String, _ parts: [String], makes: Bool) throws(KernelError) {
      var path = anchor
      var at = open(anchor, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      // A user who never configured anything has no folder for it; it is nobody else's business.
      if at < 0, errno == ENOENT, makes, mkdir(anchor, 0o700) == 0 {
        at = open(anchor, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
      guard at >= 0 else { throw KernelError(path: anchor, reason: .errno(errno)) }
      for part in parts {
        path += (path.hasSuffix("/") ? "" : "/") + part
        let next: Int32
        do throws(KernelError) {
          next = try Self.step(into: part, of: at, path, makes: makes)
        } catch {
          close(at)
          throw error
        }
        close(at)
        at = next
      }
      descriptor = at
    }

    deinit { close(descriptor) }

    private static func step(
      into part: String, of folder: Int32, _ path: String, makes: Bool
    ) throws(KernelError) -> Int32 {
      let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
      var next = openat(folder, part, flags)
      var isNew = false
      if next < 0, errno == ENOENT, makes {
        isNew = mkdirat(folder, part, 0o755) == 0
        if isNew || errno == EEXIST { next = openat(folder, part, flags) }
      }
      guard next >= 0 else {
        let code = errno
        var status = stat()
        let isLink =
          fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) == 0
          && status.st_mode & S_IFMT == S_IFLNK
        throw KernelError(
          path: path,
          reason: isLink ? .malformed("it is a link, which is not followed") : .errno(code))
      }
      // The mode is to be this one whatever the umask takes away.
      if isNew { fchmod(next, 0o755) }
      var status = stat()
      let reason: String? =
        fstat(next, &status) != 0
        ? ErrnoText.describe(errno)
        : ![0, geteuid()].contains(status.st_uid)
          ? "it belongs to user \(status.st_uid)"
          : status.st_mode & (S_IWGRP | S_IWOTH) != 0
            ? "others may write to it: its mode is 0" + String(status.st_mode & 0o7777, radix: 8)
            : nil
      guard let reason else { return next }
      close(next)
      throw KernelError(path: path, reason: .malformed(reason))
    }

    /// What a file in it holds; nil where there is none.
    func text(of name: String, _ path: String) throws(KernelError) -> String? {
      let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard file >= 0 else {
        if errno == ENOENT { return nil }
        throw KernelError(
          path: path,
          reason: errno == ELOOP ? .malformed("it is a link, which is not followed") : .errno(errno)
        )
      }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        status.st_size <= ReadBuffer.limit
      else { throw KernelError(path: path, reason: .malformed("it is not a file of memtop's")) }
      var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
      var filled = 0
      while filled < bytes.count {
        let count = bytes.withUnsafeMutableBytes {
          read(file, $0.baseAddress! + filled, $0.count - filled)
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw KernelError(path: path, reason: .errno(errno)) }
        if count == 0 { break }
        filled += count
      }
      return String(decoding: bytes[..<filled], as: UTF8.self)
    }
  }
}
