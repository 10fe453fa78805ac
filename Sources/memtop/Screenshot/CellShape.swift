/// Line and block characters as rectangles, so that they join in every viewer, whatever its font.
///
/// Unit: shares of a cell, from its upper left corner.
struct CellShape: Equatable {
  struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  var boxes: [Box]
  var opacity = 1.0

  /// Nil for characters that a font draws.
  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x2581...0x2588:
      let height = Double(scalar.value - 0x2580) / 8
      boxes = [Box(x: 0, y: 1 - height, width: 1, height: height)]
    case 0x2589...0x258f:
      boxes = [Box(x: 0, y: 0, width: Double(0x2590 - scalar.value) / 8, height: 1)]
    case 0x2580: boxes = [Box(x: 0, y: 0, width: 1, height: 0.5)]
    case 0x2590: boxes = [Box(x: 0.5, y: 0, width: 0.5, height: 1)]
    case 0x2591...0x2593:
      boxes = [Box(x: 0, y: 0, width: 1, height: 1)]
      opacity = Double(scalar.value - 0x2590) / 4
    case 0x2801...0x28ff: boxes = Self.dots(scalar.value - 0x2800)
    default:
      guard let arms = Self.arms[scalar] else { return nil }
      boxes = arms.map(\.box)
    }
  }

  /// Whether neighbours of the same character are one longer shape.
  var isContinuous: Bool { boxes.count == 1 && boxes[0].x == 0 && boxes[0].width == 1 }

  private enum Arm {
    case left, right, up, down, across, through

    var box: Box {
      switch self {
      case .left: Box(x: 0, y: 0.47, width: 0.56, height: 0.06)
      case .right: Box(x: 0.44, y: 0.47, width: 0.56, height: 0.06)
      case .across: Box(x: 0, y: 0.47, width: 1, height: 0.06)
      case .up: Box(x: 0.44, y: 0, width: 0.12, height: 0.53)
      case .down: Box(x: 0.44, y: 0.47, width: 0.12, height: 0.53)
      case .through: Box(x: 0.44, y: 0, width: 0.12, height: 1)
      }
    }
  }

  private static let arms: [Unicode.Scalar: [Arm]] = [
    "─": [.across], "│": [.through], "┌": [.right, .down], "┐": [.left, .down],
    "└": [.right, .up], "┘": [.left, .up], "├": [.through, .right], "┤": [.through, .left],
    "┬": [.across, .down], "┴": [.across, .up], "┼": [.across, .through],
  ]

  /// Braille: the bits of dots 1 to 8.
  private static func dots(_ pattern: UInt32) -> [Box] {
    let places: [(x: Double, y: Double)] = [
      (0.12, 0.06), (0.12, 0.31), (0.12, 0.56), (0.62, 0.06), (0.62, 0.31), (0.62, 0.56),
      (0.12, 0.81), (0.62, 0.81),
    ]
    return places.enumerated().compactMap { number, place in
      pattern >> UInt32(number) & 1 == 1
        ? Box(x: place.x, y: place.y, width: 0.26, height: 0.13) : nil
    }
  }
}
