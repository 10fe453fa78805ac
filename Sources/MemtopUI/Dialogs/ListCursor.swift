/// The place of the cursor in a list.
struct ListCursor: Sendable, Equatable {
  var index = 0

  /// Moves as the key says; false when it is no key for moving.
  ///
  /// - Parameter letters: whether `j` and `k` may move with vim keys, which they may not where the user
  ///   types.
  mutating func move(
    _ key: Key, count: Int, _ context: DialogContext, letters: Bool = true
  ) -> Bool {
    let screen = max(1, context.room.height - 4)
    switch key {
    case .up: index -= 1
    case .down: index += 1
    case .pageUp: index -= screen
    case .pageDown: index += screen
    case .home: index = 0
    case .end: index = count - 1
    case .character("k") where context.settings.vim && letters: index -= 1
    case .character("j") where context.settings.vim && letters: index += 1
    default: return false
    }
    index = max(0, min(count - 1, index))
    return true
  }

  /// Goes where the mouse points; true where it stood there already.
  mutating func click(_ entry: Int) -> Bool {
    defer { index = entry }
    return index == entry
  }

  /// Goes to the next entry that begins with the letter, in any case, round at the end.
  mutating func jump(to letter: Unicode.Scalar, in names: [String]) {
    let wanted = letter.properties.lowercaseMapping
    let order = names.indices.map { (index + 1 + $0) % names.count }
    if let found = order.first(where: { names[$0].lowercased().hasPrefix(wanted) }) {
      index = found
    }
  }
}
