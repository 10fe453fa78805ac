/// Bytes on their way out, handed on in large pieces, so that ten thousand rows need neither ten
/// thousand writes nor the memory of the whole text.
public struct ChunkedOutput: ~Copyable {
  /// Takes a piece; what it throws ends the output.
  public typealias Sink = ([UInt8]) throws -> Void

  private static let chunk = 1 << 16
  private var waiting: [UInt8] = []
  private let sink: Sink

  /// Makes an output whose pieces go to `sink`.
  public init(_ sink: @escaping Sink) {
    self.sink = sink
    waiting.reserveCapacity(Self.chunk + Self.chunk / 4)
  }

  /// Appends text.
  public mutating func put(_ text: String) { waiting.append(contentsOf: text.utf8) }

  /// Appends one byte.
  mutating func put(byte: UInt8) { waiting.append(byte) }

  /// Hands on what is waiting once it is worth a write; called between rows.
  mutating func passOn() throws {
    if waiting.count >= Self.chunk { try finish() }
  }

  /// Hands on all that is waiting.
  public mutating func finish() throws {
    guard !waiting.isEmpty else { return }
    try sink(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
