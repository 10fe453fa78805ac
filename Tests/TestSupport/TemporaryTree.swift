import CTestSystem
import Glibc

/// A folder that stands for `/`, made for one test and removed after it.
public final class TemporaryTree {
  public let path: String

  public init(_ files: [String: String] = [:]) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/memtop-tree-XXXXXX").utf8CString)
    precondition(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    makeDirectory("proc")
    for (name, text) in files { write(name, Array(text.utf8)) }
  }

  deinit { ctest_remove_tree(path) }

  public func makeDirectory(_ name: String) {
    var whole = path
    for part in name.split(separator: "/") {
      whole += "/" + part
      mkdir(whole, 0o755)
    }
  }

  public func write(_ name: String, _ bytes: [UInt8]) {
    if let slash = name.lastIndex(of: "/") { makeDirectory(String(name[..<slash])) }
    let file = fopen(path + "/" + name, "w")!
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// Removes a file, or a folder with all that is in it.
  public func remove(_ name: String) { ctest_remove_tree(path + "/" + name) }

  /// Makes a folder whose name may hold any bytes, with one file in it.
  public func write(bytes folder: [UInt8], file: String, _ text: String) {
    let whole = Array((path + "/").utf8) + folder
    for name in [whole, whole + Array(("/" + file).utf8)] {
      (name + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { name in
          if bytes.count == whole.count + 1 {
            mkdir(name.baseAddress!, 0o755)
          } else {
            let file = fopen(name.baseAddress!, "w")!
            fputs(text, file)
            fclose(file)
          }
        }
      }
    }
  }
}
