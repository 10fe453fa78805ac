import Glibc

/// The trees that a folder holds: itself, or a series of captures in folders `0001`, `0002`, ….
public enum CapturedSeries {
  /// The folders of the trees in the order they were taken; the folder itself where there is no series.
  public static func trees(in path: String) -> [String] {
    var base = path
    while base.count > 1, base.last == "/" { base.removeLast() }
    guard base != "/", !isFolder(base + "/proc") else { return [base] }
    let trees = names(in: base).filter(isNumbered).sorted().map { base + "/" + $0 }
      .filter { isFolder($0 + "/proc") }
    return trees.isEmpty ? [base] : trees
  }

  private static func isNumbered(_ name: String) -> Bool {
    name.utf8.count == 4 && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }
}
