import CCurses
import Glibc
import MemtopUI

/// How many colours the terminal shows, and the user wants.
enum ColorDepth: Equatable {
  case mono
  /// The eight that every colour terminal has.
  case base
  /// xterm's 256.
  case indexed
  /// A colour's number is its red, green and blue, of so many bits each.
  case direct(DirectBits)

  struct DirectBits: Equatable {
    var red: Int32
    var green: Int32
    var blue: Int32
  }

  /// - Parameters:
  ///   - direct: nil where a number is one of a palette.
  ///   - noColor: with any value it means none (no-color.org).
  init(terminalColors: Int, direct: DirectBits?, noColor: String?) {
    if let noColor, !noColor.isEmpty {
      self = .mono
    } else if terminalColors < 8 {
      self = .mono
    } else if let direct {
      self = .direct(direct)
    } else {
      // Of a larger palette nobody knows what its numbers mean.
      self = terminalColors == 256 ? .indexed : .base
    }
  }

  /// Of the terminal that is open.
  static func ofTerminal() -> ColorDepth {
    var bits: [Int32] = [0, 0, 0]
    let isDirect = has_colors() && ccurses_direct_bits(&bits) != 0
    return ColorDepth(
      terminalColors: has_colors() ? Int(ccurses_colors()) : 0,
      direct: isDirect ? DirectBits(red: bits[0], green: bits[1], blue: bits[2]) : nil,
      noColor: getenv("NO_COLOR").map { String(cString: $0) })
  }

  /// The terminal's number for a colour, -1 for the terminal's own.
  func number(_ color: Color?) -> Int32 {
    guard let color else { return -1 }
    switch self {
    case .mono: return -1
    case .base: return color.base.map { Int32($0.rawValue) } ?? -1
    case .indexed: return Int32(color.indexed)
    case .direct(let bits):
      func scaled(_ part: UInt8, _ bits: Int32) -> Int32 {
        let most = Int32(1) << bits - 1
        return (Int32(part) * most + 127) / 255
      }
      let (red, green, blue) = color.components
      return (scaled(red, bits.red) << (bits.green + bits.blue))
        | (scaled(green, bits.green) << bits.blue) | scaled(blue, bits.blue)
    }
  }
}

/// A theme in ncurses' terms: what each style sets, looked up once per theme.
struct Palette {
  /// What a cell of one style carries.
  struct Entry {
    var attributes: attr_t
    var pair: Int32
  }

  private var entries: [Entry] = []

  init(_ theme: Theme, depth: ColorDepth) {
    let theme = depth == .mono ? Theme.mono : theme
    var pairs: [ColorPair: Int32] = [ColorPair(foreground: -1, background: -1): 0]
    for role in Role.allCases {
      for (bold, selected) in Self.variants {
        let paint = theme.paint(Style(role, bold: bold, selected: selected))
        let colors = ColorPair(paint, depth: depth)
        let pair = pairs[colors] ?? Int32(pairs.count)
        if pairs.updateValue(pair, forKey: colors) == nil {
          init_extended_pair(pair, colors.foreground, colors.background)
        }
        entries.append(
          Entry(
            attributes: Self.attributes(paint.attributes, hasColor: colors.foreground >= 0),
            pair: pair))
      }
    }
  }

  subscript(style: Style) -> Entry {
    entries[
      Int(style.role.rawValue) * Self.variants.count + (style.isBold ? 1 : 0)
        + (style.isSelected ? 2 : 0)]
  }

  /// In the order that the subscript counts.
  private static let variants = [(false, false), (true, false), (false, true), (true, true)]

  /// Dim together with a colour is unreadable on many terminals: the colour says it.
  private static func attributes(_ wanted: Paint.Attributes, hasColor: Bool) -> attr_t {
    var attributes: attr_t = 0
    if wanted.contains(.bold) { attributes |= ccurses_bold() }
    if wanted.contains(.dim), !hasColor { attributes |= ccurses_dim() }
    if wanted.contains(.underline) { attributes |= ccurses_underline() }
    if wanted.contains(.reverse) { attributes |= ccurses_reverse() }
    return attributes
  }
}

/// Two colours of ncurses, -1 for the terminal's own.
private struct ColorPair: Hashable {
  var foreground: Int32
  var background: Int32

  init(foreground: Int32, background: Int32) {
    self.foreground = foreground
    self.background = background
  }

  init(_ paint: Paint, depth: ColorDepth) {
    foreground = depth.number(paint.foreground)
    background = depth.number(paint.background)
  }
}
