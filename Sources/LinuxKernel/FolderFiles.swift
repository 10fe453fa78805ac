import Glibc

extension KernelRoot {
  /// The names of what is in a folder besides folders, links among them; the folder is named from the
  /// root without a leading slash. In the order of their bytes, none where it cannot be listed.
  public func files(in path: String) -> [String] {
    let descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return []
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      // What is no text is not called by any name that is looked for.
      guard let name = String(validating: name, as: UTF8.self) else { continue }
      var status = stat()
      if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT != S_IFDIR
      {
        names.append(name)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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
}
