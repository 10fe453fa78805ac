extension Key {
  /// What help and the bottom bar call it.
  public func name(_ glyphs: Glyphs) -> String {
    switch self {
    case .character(" "): "Space"
    case .character(let scalar): String(scalar)
    case .function(let number): "F\(number)"
    case .control(let letter): "Ctrl-" + String(letter).uppercased()
    case .up: glyphs.isUnicode ? "↑" : "Up"
    case .down: glyphs.isUnicode ? "↓" : "Down"
    case .left: glyphs.isUnicode ? "←" : "Left"
    case .right: glyphs.isUnicode ? "→" : "Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .enter: "Enter"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    }
  }

  /// The names of a dialog's keys as `Dialog.keys` writes them; nil for those that are no single key.
  init?(named name: String) {
    let known: [Key] =
      [.up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab, .enter, .escape]
      + (1...12).map(Key.function)
    if let key = known.first(where: { $0.name(.ascii) == name }) {
      self = key
    } else if let scalar = name.unicodeScalars.first, name.unicodeScalars.count == 1 {
      self = .character(scalar)
    } else {
      return nil
    }
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  public init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }
}
