/// One colour of a theme that the user chose, such as `bad=196`.
struct ThemeChange: Sendable {
  let role: Role
  let color: Color

  /// Nil where the role or the colour is none.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let role = Role.allCases.first(where: { "\($0)" == parts[0] }),
      let index = UInt8(parts[1]), index >= 16
    else { return nil }
    self.role = role
    color = Color(index, nil)
  }
}

extension Settings {
  /// The theme with the user's own colours. `mono` has none, whoever chose them.
  public var look: Theme {
    let chosen = Theme.named(theme) ?? .standard
    return chosen == .mono
      ? chosen
      : colours.reduce(chosen) { theme, text in ThemeChange(text).map(theme.with) ?? theme }
  }
}

extension Theme {
  /// The same with another colour of a role's letters.
  func with(_ change: ThemeChange) -> Theme {
    var paints = paints
    paints[change.role, default: Paint()].foreground = change.color
    return Theme(name: name, title: title, paints: paints, selection: selection)
  }
}
