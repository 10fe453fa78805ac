/// What a figure of the kernel's memory is measured in; says how it is written.
public enum KernelUnit: String, Sendable, CaseIterable {
  case text = ""
  case bytes
  case count
  case percent = "%"
  /// From 0 to 1, as the kernel writes its indexes.
  case index = "0–1"
  /// How many times as much.
  case ratio
  case bytesPerSecond = "bytes/s"
  case perSecond = "1/s"
  case flag = "yes or no"

  public var alignsRight: Bool { self != .text && self != .flag }
}

/// One figure of the kernel's memory; its unit says how it is written.
public enum KernelValue: Sendable, Equatable {
  /// Not told.
  case absent
  /// Made visible.
  case text(String)
  case whole(UInt64)
  case decimal(Double)
  case flag(Bool)

  init(whole value: UInt64?) { self = value.map(KernelValue.whole) ?? .absent }

  init(decimal value: Double?) { self = value.map(KernelValue.decimal) ?? .absent }

  init(flag value: Bool?) { self = value.map(KernelValue.flag) ?? .absent }

  /// As people read it.
  ///
  /// - Parameters:
  ///   - size: how sizes are written.
  ///   - absent: what stands for a value that is not told.
  public func written(
    _ unit: KernelUnit, size: Quantity.Unit = .auto, absent: String
  ) -> String {
    switch self {
    case .absent: absent
    case .text(let text): text
    case .flag(let flag): flag ? "yes" : "no"
    case .whole(let number): unit == .bytes ? Quantity.bytes(number, unit: size) : String(number)
    case .decimal(let number):
      switch unit {
      case .percent: Quantity.percent(number)
      case .index: Quantity.fixed(number, 3)
      case .ratio: Quantity.fixed(number, 1) + "x"
      case .bytesPerSecond: number < 0 ? "-" + Quantity.rate(-number) : Quantity.rate(number)
      case .perSecond: Quantity.fixed(number, number == 0 || number >= 9.95 ? 0 : 1) + "/s"
      default: Quantity.fixed(number, 1)
      }
    }
  }

  /// Nothing to see: not told, or nothing at all.
  public var isNothing: Bool { self == .absent || self == .whole(0) || self == .decimal(0) }

  /// What is not told comes last, whichever way is sorted.
  func comes(before other: KernelValue, descending: Bool) -> Bool {
    switch (self, other) {
    case (.absent, _): return false
    case (_, .absent): return true
    case (.text(let one), .text(let two)): return descending ? one > two : one < two
    default: return descending ? number > other.number : number < other.number
    }
  }

  private var number: Double {
    switch self {
    case .whole(let number): Double(number)
    case .decimal(let number): number
    case .flag(let flag): flag ? 1 : 0
    case .absent, .text: 0
    }
  }
}
