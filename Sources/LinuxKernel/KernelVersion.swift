/// The numbers a kernel release begins with.
///
/// Source: `/proc/sys/kernel/osrelease`, such as `6.12.107+deb13-amd64` or `3.10.0-1160.el7.x86_64`.
public struct KernelVersion: Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Nil when the release does not begin with two numbers.
  public init?(release: String) {
    let major = release.prefix { $0.isASCII && $0.isNumber }
    let rest = release[major.endIndex...]
    let minor = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard rest.first == ".", let major = Int(major), let minor = Int(minor) else { return nil }
    self.init(major, minor)
  }

  public var description: String { "\(major).\(minor)" }

  public static func < (a: Self, b: Self) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}
