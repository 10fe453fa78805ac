import LinuxKernel

extension Reading {
  /// Why there is no value, in words; nil where there is one.
  func reason(_ root: KernelRoot) -> String? {
    switch self {
    case .value: nil
    case .denied: "the right to read it is missing"
    case .malformed: "it was not understood"
    case .failed(let code): ErrnoText.describe(code)
    case .absent: root.isLive ? "this kernel does not offer it" : "the capture does not hold it"
    }
  }
}
