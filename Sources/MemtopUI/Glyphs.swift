/// The marks that memtop draws: block characters where the locale is UTF-8, plain ASCII elsewhere.
public struct Glyphs: Sendable, Equatable {
  public var isUnicode: Bool
  /// From empty to full, for sparklines.
  public var levels: [Unicode.Scalar]
  var horizontal: Unicode.Scalar
  var vertical: Unicode.Scalar
  /// Upper left, upper right, lower left, lower right.
  var corners: [Unicode.Scalar]
  var sortDown: String
  var sortUp: String
  public var healthy: String
  public var strained: String
  public var critical: String
  public var unknown: String
  public var absent: String
  public var more: String
  public var tag: String
  var branch: String
  var lastBranch: String
  var trunk: String
  public var arrow: String
  /// Between what is and what is foretold.
  var later: String
  public var live: String
  public var separator: String

  public static let unicode = Glyphs(
    isUnicode: true, levels: Array(" ▁▂▃▄▅▆▇█".unicodeScalars), horizontal: "─", vertical: "│",
    corners: ["┌", "┐", "└", "┘"], sortDown: "▼", sortUp: "▲", healthy: "✔", strained: "▲",
    critical: "✖", unknown: "?", absent: "–", more: "…", tag: "•", branch: "├─", lastBranch: "└─",
    trunk: "│ ", arrow: "→", later: "›", live: "●", separator: "·")

  public static let ascii = Glyphs(
    isUnicode: false, levels: Array(" _.-=+*%#".unicodeScalars), horizontal: "-", vertical: "|",
    corners: ["+", "+", "+", "+"], sortDown: "v", sortUp: "^", healthy: "ok", strained: "!",
    critical: "X", unknown: "?", absent: "-", more: "~", tag: "*", branch: "|-", lastBranch: "`-",
    trunk: "| ", arrow: "->", later: ">", live: "*", separator: "-")
}
