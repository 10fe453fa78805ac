import LinuxKernel

extension KernelError {
  /// Why, in words.
  public var reasonText: String {
    switch reason {
    case .errno(let code): ErrnoText.describe(code)
    case .malformed(let text): text
    }
  }

  /// `path: reason`.
  public var text: String { "\(path): \(reasonText)" }
}
