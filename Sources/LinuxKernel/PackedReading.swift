/// What fits into the eight bytes of a packed reading.
public protocol PackedValue: Sendable, Equatable {
  /// Nil for a value that does not fit.
  var packed: UInt64? { get }
  init(packed: UInt64)
}

/// A reading of a number in eight bytes in place of twenty-four: there are thousands of groups, and a dozen
/// of these in each. The largest numbers of all stand for what is no value; no size is as large.
@propertyWrapper
public struct PackedReading<Value: PackedValue>: Sendable, Equatable {
  private static var first: UInt64 { .max - 0xffff }
  private static var absent: UInt64 { first }
  private static var denied: UInt64 { first + 1 }
  private static var malformed: UInt64 { first + 2 }
  private static var failed: UInt64 { first + 0x1000 }

  private var bits: UInt64

  public init(wrappedValue: Reading<Value>) {
    switch wrappedValue {
    case .value(let value):
      bits = value.packed.flatMap { $0 < Self.first ? $0 : nil } ?? Self.malformed
    case .absent: bits = Self.absent
    case .denied: bits = Self.denied
    case .malformed: bits = Self.malformed
    case .failed(let code): bits = Self.failed + UInt64(UInt16(truncatingIfNeeded: code) & 0xfff)
    }
  }

  public var wrappedValue: Reading<Value> {
    get {
      switch bits {
      case Self.absent: .absent
      case Self.denied: .denied
      case Self.malformed: .notThisFile
      case Self.failed...: .failed(errno: Int32(bits - Self.failed))
      default: .value(Value(packed: bits))
      }
    }
    set { self = PackedReading(wrappedValue: newValue) }
  }
}

extension Reading {
  /// The bytes could be read and are of another form.
  static var notThisFile: Reading { .malformed("not what this file holds") }
}

extension UInt64: PackedValue {
  public var packed: UInt64? { self }
  public init(packed: UInt64) { self = packed }
}

extension Int: PackedValue {
  public var packed: UInt64? { UInt64(exactly: self) }
  public init(packed: UInt64) { self = Int(clamping: packed) }
}

extension Bool: PackedValue {
  public var packed: UInt64? { self ? 1 : 0 }
  public init(packed: UInt64) { self = packed != 0 }
}

extension CgroupLimit: PackedValue {
  /// No limit is the largest of those that are kept.
  private static var unlimited: UInt64 { .max - 0x1_0000 }

  public var packed: UInt64? {
    guard let bytes else { return Self.unlimited }
    return bytes < Self.unlimited ? bytes : nil
  }

  public init(packed: UInt64) {
    self = packed == Self.unlimited ? CgroupLimit.none : CgroupLimit.bytes(packed)
  }
}
