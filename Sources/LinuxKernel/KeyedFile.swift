/// A name that memtop looks up in a file of named values; its raw values count from 0.
public protocol KernelKey: RawRepresentable<Int>, CaseIterable, Sendable {
  /// As the kernel spells it.
  var name: String { get }
}

/// Named values with the places of the keys that memtop computes with, so that a look-up is no search.
public struct KeyedValues<Key: KernelKey>: Sendable, Equatable {
  /// Every line of the file.
  public private(set) var values = NamedValues()
  private var slots = [Int?](repeating: nil, count: Key.allCases.count)

  public init() {}

  mutating func update(_ bytes: Span<UInt8>) {
    guard values.update(bytes) else { return }
    for key in Key.allCases { slots[key.rawValue] = values.index(of: key.name) }
  }

  subscript(key: Key) -> UInt64? {
    slots[key.rawValue].flatMap { values.value(at: $0) }
  }
}

/// A kernel file of one named number a line.
public protocol KeyedFile: Sendable, Equatable {
  associatedtype Key: KernelKey
  var keyed: KeyedValues<Key> { get set }
  init()
}

extension KeyedFile {
  public init(_ bytes: Span<UInt8>) {
    self.init()
    update(bytes)
  }

  /// Takes over a fresh reading in the storage of the last.
  public mutating func update(_ bytes: Span<UInt8>) { keyed.update(bytes) }

  /// Every line of the file.
  public var values: NamedValues { keyed.values }

  /// The value of one key; nil where this kernel does not print it, or it could not be read.
  public subscript(key: Key) -> UInt64? { keyed[key] }
}
