import LinuxKernel

/// A limit as a person writes it: `2G`, `1.8G`, `512MiB`, `80%` of what is above, `+10%` or `-10%` of
/// what it is now, `max`.
public enum LimitText: Sendable, Equatable {
  case unlimited
  /// Unit: bytes.
  case bytes(UInt64)
  /// Of the nearest limit above, or of the host's memory. Unit: millionths.
  case share(UInt64)
  /// Of the value now, which is 1,000,000. Unit: millionths.
  case change(UInt64)

  /// Why a text is no limit, in one line.
  public struct Problem: Error, Equatable, Sendable {
    public let message: String

    public init(_ message: String) { self.message = message }
  }

  /// The kernel counts limits in pages and takes none above this. Unit: bytes.
  static let largest = UInt64(Int64.max)

  /// Throws: when it is no limit.
  public init(_ text: String) throws(Problem) {
    guard text.lowercased() != "max" else {
      self = .unlimited
      return
    }
    let shown = "'\(VisibleText.make(text))'"
    var rest = Substring(text)
    let sign = rest.first.flatMap { "+-".contains($0) ? $0 : nil }
    if sign != nil { rest.removeFirst() }
    let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = rest.dropFirst(digits.count)
    guard let number = Decimal(digits) else {
      throw Problem("\(shown) is no size: 2G, 1.8G, 512MiB, 80%, +10%, -10% and max are")
    }
    if unit == "%" {
      guard let share = number.times(10_000), share <= 1_000_000_000 else {
        throw Problem("\(shown) is more than 100000%")
      }
      switch sign {
      case "+": self = .change(1_000_000 + share)
      case "-":
        guard share <= 1_000_000 else { throw Problem("\(shown) would leave less than nothing") }
        self = .change(1_000_000 - share)
      default: self = .share(share)
      }
      return
    }
    guard sign != "-" else { throw Problem("\(shown): a limit is not negative") }
    guard sign == nil, let scale = Self.scale(unit) else {
      throw Problem("\(shown) is no size: 2G, 1.8G, 512MiB, 80%, +10%, -10% and max are")
    }
    guard let size = number.times(scale), size <= Self.largest else {
      throw Problem("\(shown) is more than a limit can be; max is no limit")
    }
    self = .bytes(size)
  }

  /// `K`, `KB` and `KiB` are 1024, as in the kernel's own files.
  private static func scale(_ unit: Substring) -> UInt64? {
    var unit = unit.lowercased()[...]
    if unit.isEmpty || unit == "b" { return 1 }
    if unit.count > 1 {
      if unit.hasSuffix("ib") {
        unit.removeLast(2)
      } else if unit.hasSuffix("b") {
        unit.removeLast()
      }
    }
    guard unit.count == 1, let power = "kmgtpe".firstIndex(of: unit[unit.startIndex]) else {
      return nil
    }
    let number = "kmgtpe".distance(from: "kmgtpe".startIndex, to: power)
    return 1 << UInt64(10 * (number + 1))
  }

  /// The limit in whole pages, as the kernel keeps it.
  ///
  /// - Parameters:
  ///   - now: what is in force.
  ///   - whole: what `80%` is a part of. Unit: bytes. Nil where it is not known.
  ///
  /// Throws: when there is nothing that it is a part of, or it is less than a page.
  public func limit(
    now: CgroupLimit, whole: UInt64?, pageSize: UInt64
  ) throws(Problem) -> CgroupLimit {
    let size: UInt64
    switch self {
    case .unlimited: return .none
    case .bytes(let bytes): size = bytes
    case .share(let share):
      guard let whole else {
        throw Problem("a part of what? neither a limit above nor the host's memory is told")
      }
      size = try Self.part(share, of: whole)
    case .change(let change):
      guard let bytes = now.bytes else {
        throw Problem("there is no limit now that it could be a change of")
      }
      size = try Self.part(change, of: bytes)
    }
    let pages = size / Swift.max(1, pageSize) * pageSize
    // The kernel would take it for 0, and kill all that is in the group.
    guard pages > 0 || size == 0 else {
      throw Problem("\(size) bytes are less than a page of \(pageSize)")
    }
    return .bytes(pages)
  }

  private static func part(_ share: UInt64, of whole: UInt64) throws(Problem) -> UInt64 {
    let product = share.multipliedFullWidth(by: whole)
    guard product.high < 1_000_000,
      case let size = UInt64(1_000_000).dividingFullWidth(product).quotient, size <= largest
    else { throw Problem("it is more than a limit can be") }
    return size
  }

  /// A number with a point, kept exactly: 1.8 G has no exact value in binary.
  private struct Decimal {
    private var digits: UInt64 = 0
    private var divisor: UInt64 = 1

    /// Nil for what is no number, and beyond eighteen places.
    init?(_ text: Substring) {
      var isAfterPoint = false
      var hasDigit = false
      for byte in text.utf8 {
        if byte == 0x2e {
          guard !isAfterPoint else { return nil }
          isAfterPoint = true
          continue
        }
        hasDigit = true
        let (ten, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = ten.addingReportingOverflow(UInt64(byte - 0x30))
        guard !overflow, !carry else { return nil }
        digits = sum
        if isAfterPoint {
          guard divisor < 1_000_000_000_000_000_000 else { return nil }
          divisor *= 10
        }
      }
      guard hasDigit else { return nil }
    }

    /// Rounded down; nil where it does not fit.
    func times(_ scale: UInt64) -> UInt64? {
      let product = digits.multipliedFullWidth(by: scale)
      guard product.high < divisor else { return nil }
      return divisor.dividingFullWidth(product).quotient
    }
  }
}
