/// The last so many values in order. Its buffer doubles with what is kept, up to just so many: what is not there
/// yet takes no memory.
public struct Ring<Element: Sendable>: Sendable {
  private var storage: [Element] = []
  private var next = 0
  public let capacity: Int

  private static var least: Int { 16 }

  public init(capacity: Int) {
    self.capacity = capacity
  }

  public var count: Int { storage.count }

  public mutating func append(_ element: Element) {
    if storage.count < capacity {
      if storage.count == storage.capacity {
        storage.reserveCapacity(min(capacity, max(Self.least, 2 * storage.count)))
      }
      storage.append(element)
    } else {
      storage[next] = element
    }
    next = (next + 1) % capacity
  }

  /// The value `age` samples ago; 0 is the newest. Nil where nothing is kept.
  public func ago(_ age: Int) -> Element? {
    guard age >= 0, age < storage.count else { return nil }
    return storage[(next - 1 - age + 2 * capacity) % capacity]
  }

  /// The newest `count` values, oldest first.
  public func suffix(_ count: Int) -> [Element] {
    stride(from: min(count, storage.count) - 1, through: 0, by: -1).compactMap { ago($0) }
  }
}
