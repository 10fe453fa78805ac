/// The names of files that the kernel remembers.
///
/// Source: `/proc/sys/fs/dentry-state`.
public struct DentryState: Sendable, Equatable {
  public let count: UInt64
  /// In use by nobody.
  public let unused: UInt64
  /// Names that were looked up and do not exist. Since: 5.1; zero before, which is not told apart.
  public let negative: UInt64?

  /// Nil when the text is not six numbers.
  public init?(_ bytes: Span<UInt8>) {
    var at = 0
    var numbers: [UInt64] = []
    while numbers.count < 6 {
      bytes.skipBlanks(at: &at)
      guard let number = bytes.decimal(at: &at) else { return nil }
      numbers.append(number)
    }
    guard at < bytes.count else { return nil }
    count = numbers[0]
    unused = numbers[1]
    negative = numbers[4] > 0 ? numbers[4] : nil
  }
}
