/// Whether the kernel keeps its memory from being read, also by root.
///
/// Source: `/sys/kernel/security/lockdown`, such as `none [integrity] confidentiality`. Since: 5.4.
enum Lockdown {
  /// False also where the file is missing, as on kernels without it.
  static func isConfidential(_ root: KernelRoot) -> Bool {
    var buffer = ReadBuffer(capacity: 256)
    guard case .bytes = root.read("sys/kernel/security/lockdown", into: &buffer) else {
      return false
    }
    return buffer.withBytes { bytes in
      (0..<bytes.count).contains { bytes.starts(with: "[confidentiality]", at: $0) }
    }
  }
}
