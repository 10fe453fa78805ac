import LinuxKernel

extension KernelError {
  /// Why, in words.
  var reasonText: String {
    switch reason {
    case .errno(let code): ErrnoText.describe(code)
    case .malformed(let text): text
    }
  }

  /// `path: reason`.
  public var text: String { "\(path): \(reasonText)" }
}
