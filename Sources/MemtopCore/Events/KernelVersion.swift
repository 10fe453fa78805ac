/// The version in a kernel release such as `6.1.0-50-amd64`.
public struct KernelVersion: Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Nil where the text does not begin with two numbers.
  public init?(release: String) {
    let words = release.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, let major = Int(words[0]),
      let minor = Int(words[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    self.init(major, minor)
  }

  public var description: String { "\(major).\(minor)" }

  public static func < (one: Self, other: Self) -> Bool {
    (one.major, one.minor) < (other.major, other.minor)
  }
}
