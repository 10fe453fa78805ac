import CLinux
import Glibc

/// Where the files of a cgroup are read from.
protocol CgroupFolder {
  func reading<T>(
    _ file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> Reading<T>
  func has(_ file: String) -> Bool
}

extension CgroupDirectory: CgroupFolder {}

/// A cgroup whose files stay open, for one that is on the screen: to open one and close it costs several times
/// as much as to read it.
public final class KeptCgroup: CgroupFolder {
  private let directory: CgroupDirectory
  private let most: Int
  private var files: [(name: String, descriptor: Int32)] = []

  /// - Parameter most: files that are kept open.
  public init(_ directory: CgroupDirectory, most: Int) {
    self.directory = directory
    self.most = most
  }

  deinit {
    for file in files { Glibc.close(file.descriptor) }
  }

  /// What is kept open, with the directory.
  public var count: Int { files.count + 1 }

  /// False where the group was removed.
  public var isThere: Bool { directory.has("cgroup.procs") }

  func has(_ file: String) -> Bool { directory.has(file) }

  func reading<T>(
    _ file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T?
  ) -> Reading<T> {
    // Who opens it is told why it cannot be read.
    guard let descriptor = descriptor(of: file),
      case .bytes = KernelRoot.read(descriptor, into: &buffer)
    else { return directory.reading(file, &buffer, parse) }
    return buffer.withBytes { parse($0) }.map(Reading.value) ?? .notThisFile
  }

  private func descriptor(of file: String) -> Int32? {
    if let kept = files.first(where: { $0.name == file }) { return kept.descriptor }
    guard files.count < most else { return nil }
    let descriptor = clinux_open_file(directory.descriptor, file)
    guard descriptor >= 0 else { return nil }
    files.append((file, descriptor))
    return descriptor
  }
}
