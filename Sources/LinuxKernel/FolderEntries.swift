import Glibc

/// The entries of a folder.
enum FolderEntries {
  /// Hands on each entry's name and kind (`DT_…`) in the order of the file system, `.` and `..` left out.
  ///
  /// - Parameters:
  ///   - descriptor: of the folder; it is closed.
  ///   - isWanted: what is asked of the kind before a name is made.
  ///
  /// Returns 0, or the errno of why it cannot be listed.
  static func each(
    _ descriptor: Int32, where isWanted: (_ type: Int32) -> Bool = { _ in true },
    _ body: (_ name: [UInt8], _ type: Int32) -> Void
  ) -> Int32 {
    guard let folder = fdopendir(descriptor) else {
      let code = errno
      close(descriptor)
      return code
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      guard isWanted(Int32(entry.pointee.d_type)) else { continue }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == [0x2e] || name == [0x2e, 0x2e] { continue }
      body(name, Int32(entry.pointee.d_type))
    }
    return 0
  }
}
