/// A number of which one value stands for none, so that an optional takes no more room: there are thousands
/// of groups, and several of these in each.
public protocol CompactValue: Sendable {
  static var none: Self { get }
  var isNone: Bool { get }
}

/// An optional number that takes no more room than the number.
@propertyWrapper
public struct Compact<Value: CompactValue>: Sendable {
  private var raw: Value

  public init(wrappedValue: Value?) { raw = wrappedValue ?? .none }

  public var wrappedValue: Value? {
    get { raw.isNone ? nil : raw }
    set { raw = newValue ?? .none }
  }
}

extension CompactValue where Self: Equatable {
  public var isNone: Bool { self == .none }
}

extension UInt64: CompactValue { public static var none: UInt64 { .max } }
extension Int64: CompactValue { public static var none: Int64 { .min } }
extension Int: CompactValue { public static var none: Int { .min } }
extension Double: CompactValue {
  public static var none: Double { .nan }
  public var isNone: Bool { isNaN }
}
