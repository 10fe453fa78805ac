/// A page that is only read: keys scroll it, and the others that it knows close it.
protocol ReadingDialog: PagedDialog {
  /// The body's first line to be seen.
  var top: Int { get set }
  /// The key that opened it closes it too; nil where it is Enter.
  var opener: Unicode.Scalar? { get }
  /// What closing it is followed by.
  var closed: DialogStep { get }
}

extension ReadingDialog {
  var opener: Unicode.Scalar? { nil }

  var closed: DialogStep { .close }

  var keys: [(key: String, label: String)] {
    [("Up Down PgUp PgDn", "Scroll"), ("Esc", "Close")]
  }

  mutating func update(_ key: Key, _ context: DialogContext) -> DialogStep { read(key, context) }

  /// What a key does that is nothing else here.
  mutating func read(_ key: Key, _ context: DialogContext) -> DialogStep {
    if let next = scrolled(top, key, context) {
      top = next
      return .stay
    }
    switch key {
    case .escape, .enter, .character("q"): return closed
    case .character(let scalar) where scalar == opener: return closed
    case .character(" "): top = scrolled(top, .pageDown, context) ?? top
    default: break
    }
    return .stay
  }
}
