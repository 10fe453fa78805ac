import LinuxKernel

/// The kernel files of a sample that could not be understood, or not in full.
public struct MalformedFiles: Sendable {
  /// One line that counts and names them; nil when there are none.
  public let notice: String?

  public init(_ sample: borrowing Sample) {
    var files = sample.malformedFiles.map { "/" + $0 }
    if let first = sample.processes.firstMalformed {
      files.append("/proc/\(first.pid)/\(first.file.name)")
    }
    let count = files.count + max(0, sample.processes.malformed - 1)
    notice =
      files.isEmpty
      ? nil
      : "\(count) \(count == 1 ? "file" : "files") not understood: "
        + files.joined(separator: ", ") + (count > files.count ? ", …" : "")
  }
}
