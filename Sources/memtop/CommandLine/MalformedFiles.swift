import LinuxKernel
import MemtopCore

/// The kernel files of a sample that could not be understood.
struct MalformedFiles {
  /// Nil when there are none.
  let notice: String?

  init(_ sample: borrowing Sample) {
    var files: [String] = []
    func note<T>(_ reading: Reading<T>) {
      if case .malformed(let file) = reading { files.append("/" + file) }
    }
    note(sample.memInfo)
    note(sample.vmStat)
    note(sample.pressure)
    note(sample.swaps)
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
