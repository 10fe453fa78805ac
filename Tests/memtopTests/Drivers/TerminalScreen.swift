/// The screen that a terminal shows, as far as ncurses uses one: characters, without their colours.
struct TerminalScreen {
  private let width: Int
  private let height: Int
  private var cells: [[Unicode.Scalar]]
  private var (row, column) = (0, 0)
  private var (top, bottom) = (0, 0)
  private var state = State.ground
  private var last: Unicode.Scalar = " "
  /// The bytes of a character that is not whole yet.
  private var partial: [UInt8] = []

  private enum State {
    case ground, escape
    case csi(String)
    /// One more character belongs to it.
    case designation
    /// Inside `ESC ]` or `ESC P`, up to BEL or ESC \.
    case string
  }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Self.blank(width), count: height)
    bottom = height - 1
  }

  private static func blank(_ width: Int) -> [Unicode.Scalar] {
    Array(repeating: " ", count: width)
  }

  var lines: [String] {
    cells.map { line in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: line)
      return String(text)
    }
  }

  mutating func take(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if byte < 0x80 {
        partial = []
        take(Unicode.Scalar(byte))
      } else {
        if byte >= 0xc0 { partial = [] }
        partial.append(byte)
        if let text = String(validating: partial, as: UTF8.self),
          let scalar = text.unicodeScalars.first
        {
          partial = []
          take(scalar)
        }
      }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch state {
    case .ground: takeGround(scalar)
    case .escape:
      switch scalar {
      case "[": state = .csi("")
      case "(", ")", "#", "%": state = .designation
      case "]", "P", "X", "^", "_": state = .string
      case "M":
        if row == top { scroll(by: -1) } else { row = max(0, row - 1) }
        state = .ground
      default: state = .ground
      }
    case .designation: state = .ground
    case .string:
      if scalar == "\u{7}" { state = .ground }
      if scalar == "\u{1b}" { state = .escape }
    case .csi(let parameters):
      if (0x40...0x7e).contains(scalar.value) {
        state = .ground
        act(scalar, parameters)
      } else {
        state = .csi(parameters + String(scalar))
      }
    }
  }

  private mutating func takeGround(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{1b}": state = .escape
    case "\r": column = 0
    case "\n": if row == bottom { scroll(by: 1) } else { row = min(height - 1, row + 1) }
    case "\u{8}": column = max(0, column - 1)
    case "\t": column = min(width - 1, (column / 8 + 1) * 8)
    case _ where scalar.value < 0x20: break
    default: put(scalar)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if column >= width {
      column = 0
      if row == bottom { scroll(by: 1) } else { row = min(height - 1, row + 1) }
    }
    cells[row][column] = scalar
    column += 1
    last = scalar
  }

  private mutating func scroll(by lines: Int) {
    for _ in 0..<min(abs(lines), height) {
      cells.remove(at: lines > 0 ? top : bottom)
      cells.insert(Self.blank(width), at: lines > 0 ? bottom : top)
    }
  }

  private mutating func act(_ final: Unicode.Scalar, _ parameters: String) {
    guard parameters.unicodeScalars.allSatisfy({ $0.value < 0x3c }) else { return }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    let first = numbers.first ?? 0
    let count = max(1, first)
    let place = min(column, width - 1)
    switch final {
    case "H", "f":
      row = min(height, count) - 1
      column = min(width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "d": row = min(height, count) - 1
    case "G": column = min(width, count) - 1
    case "A": row = max(0, row - count)
    case "B": row = min(height - 1, row + count)
    case "C": column = min(width - 1, column + count)
    case "D": column = max(0, place - count)
    case "J":
      if first == 0 { clear(row, place..<width) } else { clear(row, 0..<width) }
      for other in cells.indices where first >= 2 || (first == 0 ? other > row : other < row) {
        clear(other, 0..<width)
      }
    case "K": clear(row, first == 0 ? place..<width : 0..<(first == 1 ? place + 1 : width))
    case "X": clear(row, place..<min(width, place + count))
    case "P":
      cells[row].removeSubrange(place..<min(width, place + count))
      cells[row] += Self.blank(width - cells[row].count)
    case "@":
      cells[row].insert(contentsOf: Self.blank(count), at: place)
      cells[row].removeSubrange(width...)
    case "L", "M":
      let whole = top
      top = row
      scroll(by: final == "M" ? count : -count)
      top = whole
    case "S": scroll(by: count)
    case "T": scroll(by: -count)
    case "b": for _ in 0..<count { put(last) }
    case "r":
      top = count - 1
      bottom = min(height, numbers.count > 1 && numbers[1] > 0 ? numbers[1] : height) - 1
      (row, column) = (0, 0)
    default: break
    }
  }

  private mutating func clear(_ row: Int, _ columns: Range<Int>) {
    for column in columns { cells[row][column] = " " }
  }
}
