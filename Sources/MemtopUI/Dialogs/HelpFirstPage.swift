import MemtopCore

/// What the help begins with: the keys that matter most in the pane that is shown, in two columns.
struct HelpFirstPage: Sendable {
  let pane: String
  /// The most important first.
  let commands: [CommandListing]

  /// More keys than nearly all commands have are not needed to begin with.
  private static let keysWidth = 8
  private static let gap = 2

  func lines(_ context: DialogContext) -> [DialogLine] {
    guard !commands.isEmpty else { return [] }
    let isWide = context.textWidth >= 56
    let rows = isWide ? (commands.count + 1) / 2 : commands.count
    let width = isWide ? (context.textWidth - Self.gap) / 2 : context.textWidth
    var lines = [DialogLine("Keys of " + pane, .accent, bold: true)]
    for row in 0..<rows {
      var line = DialogLine()
      add(commands[row], to: &line, width, context)
      if isWide, row + rows < commands.count {
        line.add(String(repeating: " ", count: Self.gap))
        add(commands[row + rows], to: &line, width, context)
      }
      lines.append(line)
    }
    return lines
      + context.wrapped(
        "Further down: all keys, all columns, what the numbers mean. / searches in all of it.", .dim
      )
  }

  private func add(
    _ command: CommandListing, to line: inout DialogLine, _ width: Int, _ context: DialogContext
  ) {
    var keys = command.keys.split(separator: " ")
    while keys.count > 1, context.measure(keys.joined(separator: " ")) >= Self.keysWidth {
      keys.removeLast()
    }
    let left = context.padded(keys.joined(separator: " "), to: Self.keysWidth)
    let isOff = command.disabledReason != nil
    line.add(left, isOff ? .keyDisabled : .key)
    let room = width - context.measure(left)
    line.add(
      context.padded(context.cut(command.title, to: room), to: room), isOff ? .dim : .plain)
  }
}
