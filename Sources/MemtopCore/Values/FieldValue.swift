/// What a field reads of a row, before it is written as text.
public enum FieldValue: Sendable, Equatable {
  /// Unit: bytes.
  case bytes(UInt64)
  /// A change. Unit: bytes.
  case growth(Int64)
  case number(Int64)
  case percent(Double)
  /// Unit: events a second.
  case rate(Double)
  /// A change, or what is moved. Unit: bytes a second.
  case byteRate(Double)
  /// From 0 to 1, as the kernel writes its indexes.
  case index(Double)
  /// How many times as much.
  case ratio(Double)
  case flag(Bool)
  /// Unit: nanoseconds after 1970-01-01 UTC.
  case time(Int64)
  /// Unit: microseconds.
  case span(UInt64)
  /// Already visible text.
  case text(String)
  /// Numbers of processes.
  case pids([Int32])
  /// A limit that is not set; larger than any.
  case unlimited
  /// The kernel does not give it, or not for this process.
  case absent
  /// The right to read it is missing.
  case denied
  /// It could not be read, although it is there.
  case failed

  /// Its place among numbers; nil for text and where there is no value.
  public var order: Int64? {
    switch self {
    case .bytes(let size): Int64(clamping: size)
    case .growth(let change): change
    case .number(let number): number
    case .percent, .rate, .byteRate, .index, .ratio: decimal.map(Self.thousandths)
    case .flag(let flag): flag ? 1 : 0
    case .time(let time): time
    case .span(let span): Int64(clamping: span)
    case .unlimited: .max
    case .text, .pids, .absent, .denied, .failed: nil
    }
  }

  /// A number that need not be whole; nil for all others.
  var decimal: Double? {
    switch self {
    case .percent(let value), .rate(let value), .byteRate(let value), .index(let value),
      .ratio(let value):
      value
    default: nil
    }
  }

  /// How a list orders two values: what has none, and what is an empty text, comes last in both directions. Nil
  /// where neither comes first.
  public func comes(before other: FieldValue, descending: Bool) -> Bool? {
    if case (.text(let one), .text(let two)) = (self, other) {
      if one.isEmpty != two.isEmpty { return two.isEmpty }
      return one == two ? nil : (one < two) != descending
    }
    guard let one = order, let two = other.order else {
      return isKnown == other.isKnown ? nil : isKnown
    }
    return one == two ? nil : (one < two) != descending
  }

  /// Whether there is something to compare.
  private var isKnown: Bool {
    if case .text = self { return true }
    return order != nil
  }

  /// Nothing to see: no value, or nothing at all.
  public var isNothing: Bool {
    switch self {
    case .absent, .bytes(0), .number(0), .growth(0): true
    default: decimal == 0
    }
  }

  private static func thousandths(_ value: Double) -> Int64 {
    let scaled = value * 1000
    return scaled < 9e18 ? Int64(max(-9e18, scaled)) : .max
  }
}

/// What is nil is absent.
extension FieldValue {
  static func told(share: Double?) -> FieldValue { share.map(FieldValue.percent) ?? .absent }

  static func told(rate: Double?) -> FieldValue { rate.map(FieldValue.rate) ?? .absent }

  static func told(byteRate: Double?) -> FieldValue {
    byteRate.map(FieldValue.byteRate) ?? .absent
  }

  static func told(index: Double?) -> FieldValue { index.map(FieldValue.index) ?? .absent }

  static func told(ratio: Double?) -> FieldValue { ratio.map(FieldValue.ratio) ?? .absent }

  static func told(flag: Bool?) -> FieldValue { flag.map(FieldValue.flag) ?? .absent }

  static func size(_ value: UInt64?) -> FieldValue { value.map(FieldValue.bytes) ?? .absent }

  /// Already visible text.
  static func string(_ value: String?) -> FieldValue { value.map(FieldValue.text) ?? .absent }

  /// Text from outside, which is made visible.
  static func visible(_ text: String?) -> FieldValue {
    text.map { .text(VisibleText.make($0)) } ?? .absent
  }

  /// Absent too where no number of 64 bits holds it.
  static func integer(_ number: (some BinaryInteger)?) -> FieldValue {
    number.flatMap { Int64(exactly: $0) }.map(FieldValue.number) ?? .absent
  }
}
