/// Numbers as memtop writes them, without a locale.
public enum Quantity {
  /// How sizes are written.
  public enum Unit: String, CaseIterable, Sendable {
    /// Three figures and the unit that fits: `3.91G`.
    case auto
    case kib = "KiB"
    case mib = "MiB"
    case gib = "GiB"
    case bytes

    /// What the setup shows.
    public var title: String { self == .auto ? "automatic" : rawValue }
  }

  private static let letters: [Character] = ["K", "M", "G", "T", "P", "E"]

  /// A size in at most five characters where `unit` is automatic.
  public static func bytes(_ size: UInt64, unit: Unit = .auto) -> String {
    switch unit {
    case .auto: automatic(size)
    case .bytes: String(size)
    case .kib: String(size / 1024) + "K"
    case .mib: fixed(Double(size) / 1_048_576, 1) + "M"
    case .gib: fixed(Double(size) / 1_073_741_824, 2) + "G"
    }
  }

  /// Bytes a second, in at most seven characters: `1.25M/s`.
  public static func rate(_ bytesPerSecond: Double) -> String {
    automatic(UInt64(exactly: max(0, bytesPerSecond.rounded())) ?? .max) + "/s"
  }

  /// A share in percent, with a decimal where it is small and rounding would mislead: `9.9 %`, `74 %`.
  public static func percent(_ share: Double) -> String {
    fixed(share, share < 9.95 ? 1 : 0) + " %"
  }

  /// A size that may be negative; `+` stands before growth.
  public static func signedBytes(_ size: Int64, unit: Unit = .auto) -> String {
    if size == 0 { return "0" }
    return (size < 0 ? "-" : "+") + bytes(size.magnitude, unit: unit)
  }

  private static func automatic(_ size: UInt64) -> String {
    if size < 1024 { return size == 0 ? "0" : String(size) + "B" }
    var value = Double(size)
    var letter = -1
    while value >= 999.5, letter < letters.count - 1 {
      value /= 1024
      letter += 1
    }
    let places = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
    return fixed(value, letter == 0 ? 0 : places) + String(letters[letter])
  }

  /// A number with so many decimals, rounded half up.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    var scale: Int64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * Double(scale)).rounded()
    guard scaled < 9e18 else { return value < 0 ? "-999P" : "999P" }
    let whole = Int64(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let fraction = String(whole % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return sign + String(whole / scale) + "." + zeros + fraction
  }

  /// A time span as `12d 04:11` or `04:11:09`. Unit of `seconds`: seconds.
  public static func span(seconds: UInt64) -> String {
    let days = seconds / 86400
    let clock = two(seconds / 3600 % 24) + ":" + two(seconds / 60 % 60)
    return days > 0 ? "\(days)d " + clock : clock + ":" + two(seconds % 60)
  }

  /// Seconds with the six places of kernel logs. Unit of `microseconds`: microseconds.
  public static func microseconds(_ microseconds: UInt64) -> String {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let digits = String(rest)
    return "\(seconds)." + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// A number in at least two figures.
  public static func two(_ number: UInt64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  /// Reads a size such as `1G`, `1.5M`, `512k`, `4096`; nil when it is none.
  static func parseBytes(_ text: String) -> Double? {
    var digits = Substring(text)
    var scale = 1.0
    if let last = digits.last, !last.isNumber {
      guard let power = "KMGTPE".firstIndex(of: Character(last.uppercased())) else { return nil }
      let index = "KMGTPE".distance(from: "KMGTPE".startIndex, to: power)
      for _ in 0...index { scale *= 1024 }
      digits.removeLast()
    }
    guard digits.contains(where: \.isNumber),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }),
      let value = Double(digits)
    else { return nil }
    return value * scale
  }
}
