/// The time between samples as people write it: `0.5`, `2s`, `500ms`.
enum IntervalText {
  /// Why a text is no interval, and what is accepted.
  struct Problem: Error, Equatable, Sendable {
    let text: String
  }

  /// Unit: milliseconds. A number without a unit is in seconds.
  static func parse(_ text: String) throws(Problem) -> Int {
    let lower = text.lowercased()
    let digits: Substring
    let scale: Int
    if lower.hasSuffix("ms") {
      (digits, scale) = (lower.dropLast(2), 1)
    } else {
      (digits, scale) = (lower.hasSuffix("s") ? lower.dropLast() : Substring(lower), 1000)
    }
    guard let value = thousandths(digits) else {
      throw Problem(text: "Type a time such as 0.5, 2s or 500ms.")
    }
    let (product, overflow) = value.multipliedReportingOverflow(by: scale)
    let milliseconds = product / 1000
    guard !overflow, product % 1000 == 0, Settings.intervals.contains(milliseconds) else {
      throw Problem(
        text: overflow || product % 1000 == 0
          ? "An interval is from 0.1 s to 3600 s." : "An interval is in whole milliseconds.")
    }
    return milliseconds
  }

  /// `500ms`, `1s`, `1.5s`.
  static func write(_ milliseconds: Int) -> String {
    if milliseconds < 1000 { return "\(milliseconds)ms" }
    var fraction = String(milliseconds % 1000 + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(milliseconds / 1000)" + (fraction.isEmpty ? "" : "." + fraction) + "s"
  }

  /// A decimal number times 1000; nil when it is none, has more than three decimals or no place.
  private static func thousandths(_ digits: Substring) -> Int? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, digits.contains(where: \.isNumber), digits.count <= 12,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let fraction = parts.count > 1 ? parts[1] : ""
    guard fraction.count <= 3 else { return nil }
    let whole = parts[0].isEmpty ? 0 : Int(parts[0])
    let rest = Int(fraction + String(repeating: "0", count: 3 - fraction.count))
    guard let whole, let rest else { return nil }
    return whole * 1000 + rest
  }
}
