import Glibc

extension KernelRoot {
  /// The names of the folders in a folder, which is named from the root without a leading slash; in
  /// the order of their bytes, none where it cannot be listed.
  public func folders(in path: String) -> [String] {
    // A captured tree's folders may be links to those of the tree before.
    names(in: path, flags: 0, isFolder: true) { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// The names of what is in a folder besides folders, links among them; the folder is named from the
  /// root without a leading slash. In the order of their bytes, none where it cannot be listed.
  public func files(in path: String) -> [String] {
    // What is no text is not called by any name that is looked for.
    names(in: path, flags: AT_SYMLINK_NOFOLLOW, isFolder: false) {
      String(validating: $0, as: UTF8.self)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// - Parameters:
  ///   - flags: of `fstatat`.
  ///   - isFolder: whether folders are wanted, or all else.
  private func names(
    in path: String, flags: Int32, isFolder: Bool, _ text: ([UInt8]) -> String?
  ) -> [String] {
    let descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    var names: [String] = []
    // A group of thousands has some dozens of files, which need not be looked at one by one.
    func mayBeWanted(_ type: Int32) -> Bool {
      type == DT_DIR ? isFolder : !isFolder || isOpen(type)
    }
    func isOpen(_ type: Int32) -> Bool { type == DT_UNKNOWN || type == DT_LNK && flags == 0 }
    _ = FolderEntries.each(descriptor, where: mayBeWanted) { bytes, type in
      guard let name = text(bytes) else { return }
      var status = stat()
      if !isOpen(type)
        || fstatat(descriptor, name, &status, flags) == 0
          && (status.st_mode & S_IFMT == S_IFDIR) == isFolder
      {
        names.append(name)
      }
    }
    return names
  }

  /// What a symbolic link, named from the root without a leading slash, leads to; nil for what is none.
  public func link(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = bytes.withUnsafeMutableBytes { buffer in
      readlinkat(directory, path, buffer.bindMemory(to: CChar.self).baseAddress!, buffer.count)
    }
    guard count > 0, count < bytes.count else { return nil }
    return String(validating: bytes[..<count], as: UTF8.self)
  }

  /// Whether a folder, named from the root without a leading slash, is there.
  public func hasFolder(_ path: String) -> Bool { inode(ofDirectory: path) != nil }

  /// Whether systemd started this system.
  ///
  /// Source: what systemd itself asks, sd_booted(3).
  public var isRunBySystemd: Bool { hasFolder("run/systemd/system") }
}
