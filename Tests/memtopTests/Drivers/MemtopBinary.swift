import Glibc

/// The program under test: what the same build made beside the test bundle.
enum MemtopBinary {
  static let path: String =
    getenv("MEMTOP_BINARY").map { String(cString: $0) } ?? besideTestBundle()

  /// The bundle is `…/debug/memtopPackageTests.xctest`; the test helper gets its path as an
  /// argument, or is the bundle itself.
  private static func besideTestBundle() -> String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? "/proc/self/exe"
    guard let real = realpath(bundle, nil) else { return "memtop" }
    defer { free(real) }
    let path = String(cString: real)
    return path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/memtop"
  }
}
