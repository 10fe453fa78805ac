/// A number that may be unknown, in the space of one that is not: of what is remembered by the thousand, an optional
/// takes twice as much.
@propertyWrapper
public struct Packed<Value: PackedValue>: Sendable, Equatable {
  private var raw: Value

  public init(wrappedValue: Value?) { raw = wrappedValue ?? .unknown }

  public var wrappedValue: Value? {
    get { raw.isUnknown ? nil : raw }
    set { raw = newValue ?? .unknown }
  }

  public static func == (a: Self, b: Self) -> Bool { a.wrappedValue == b.wrappedValue }
}

/// A kind of number of which one stands for none.
public protocol PackedValue: Sendable, Equatable {
  static var unknown: Self { get }
  var isUnknown: Bool { get }
}

extension Double: PackedValue {
  public static var unknown: Double { .nan }
  public var isUnknown: Bool { isNaN }
}

extension UInt64: PackedValue {
  /// No counter and no size comes so far.
  public static var unknown: UInt64 { .max }
  public var isUnknown: Bool { self == .max }
}
