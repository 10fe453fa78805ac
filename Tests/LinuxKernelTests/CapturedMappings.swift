import Foundation
import LinuxKernel
import TestSupport
import Testing

/// A captured host on which one process has memory of every kind (`Fixtures/guest/mapper.c`).
struct CapturedMappings: CustomTestStringConvertible, Sendable {
  let kernel: String

  static let all = ["5.10", "6.1", "6.12", "7.3"].map { CapturedMappings(kernel: $0) }

  var testDescription: String { kernel }

  private var path: String { Fixtures.path("mappings/\(kernel)") }

  func root() throws -> KernelRoot { try KernelRoot(path) }

  func text(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path + "/" + file)))
  }

  /// The process of a name; of several the first.
  func process(_ name: String) throws -> ProcessID {
    let folders = try FileManager.default.contentsOfDirectory(atPath: path + "/proc").sorted()
    for pid in folders.compactMap({ Int32($0) }) {
      guard let stat = parsing(try text("proc/\(pid)/stat"), { ProcessStat($0) }),
        String(decoding: try text("proc/\(pid)/comm"), as: UTF8.self) == name + "\n"
      else { continue }
      return ProcessID(pid: pid, startTime: stat.startTime)
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
