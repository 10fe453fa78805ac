import MemtopCore

/// A subject of its own, as an addition would bring one: what it takes is counted in docs/architecture.md.
public struct Toy: Sendable {
  public let name: String
  public let size: UInt64
  /// Nil where it cannot be told.
  public let parts: Int32?

  public init(_ name: String, size: UInt64, parts: Int32?) {
    self.name = name
    self.size = size
    self.parts = parts
  }

  public static let some = [
    Toy("train", size: 3 << 20, parts: 12), Toy("ball", size: 4096, parts: nil),
    Toy("bricks", size: 5 << 30, parts: 400),
  ]
}

/// Its fields, once.
public struct ToyField: TableField {
  public let id: String
  public let title: String
  public let kind: FieldKind
  public let width: Int
  public let help: String
  public let value: @Sendable (Toy) -> FieldValue

  public static let all = [
    ToyField(id: "name", title: "NAME", kind: .text, width: 10, help: "What it is.") {
      .text($0.name)
    },
    ToyField(id: "size", title: "SIZE", kind: .bytes, width: 6, help: "How large it is.") {
      .bytes($0.size)
    },
    ToyField(id: "parts", title: "PARTS", kind: .number, width: 5, help: "Of how many parts.") {
      $0.parts.map { .number(Int64($0)) } ?? .absent
    },
  ]
}
