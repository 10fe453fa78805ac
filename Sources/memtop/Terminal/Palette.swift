import CCurses
import MemtopUI

/// How many colours the terminal shows, and the user wants.
enum ColorDepth: Equatable {
  case mono, base, indexed

  /// `NO_COLOR` with any value means none (no-color.org).
  init(terminalColors: Int, noColor: String?) {
    if let noColor, !noColor.isEmpty {
      self = .mono
    } else {
      self = terminalColors >= 256 ? .indexed : terminalColors >= 8 ? .base : .mono
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
          init_pair(Int16(pair), colors.foreground, colors.background)
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
  var foreground: Int16
  var background: Int16

  init(foreground: Int16, background: Int16) {
    self.foreground = foreground
    self.background = background
  }

  init(_ paint: Paint, depth: ColorDepth) {
    foreground = Self.number(paint.foreground, depth)
    background = Self.number(paint.background, depth)
  }

  private static func number(_ color: Color?, _ depth: ColorDepth) -> Int16 {
    guard let color else { return -1 }
    switch depth {
    case .mono: return -1
    case .base: return color.base.map { Int16($0.rawValue) } ?? -1
    case .indexed: return Int16(color.indexed)
    }
  }
}
