import Glibc

extension KernelRoot {
  /// The names of the folders in a folder, which is named from the root without a leading slash; in
  /// the order of their bytes, none where it cannot be listed.
  public func folders(in path: String) -> [String] {
    let descriptor = openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    guard let folder = fdopendir(descriptor) else {
      close(descriptor)
      return []
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      var status = stat()
      // A captured tree's folders may be links to those of the tree before.
      if fstatat(descriptor, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFDIR {
        names.append(name)
      }
    }
    return names.sorted()
  }

  /// Whether a folder, named from the root without a leading slash, is there.
  public func hasFolder(_ path: String) -> Bool { inode(ofDirectory: path) != nil }
}
