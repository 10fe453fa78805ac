import MemtopCore

/// What a field means, below a list of fields.
enum FieldLines {
  /// As many lines for every field, so that the list above does not move.
  static func help(_ field: Field, _ context: DialogContext) -> [DialogLine] {
    help(field.help, field.source, context)
  }

  /// - Parameter source: nil where the help says it.
  static func help(
    _ help: String, _ source: String?, _ context: DialogContext
  ) -> [DialogLine] {
    padded(
      context.wrapped(help) + (source.map { context.wrapped("Source: " + $0, .dim) } ?? []),
      context)
  }

  /// Blank lines up to the height of the longest help and its source.
  static func padded(_ lines: [DialogLine], _ context: DialogContext) -> [DialogLine] {
    let longest = Field.all.reduce(0) { max($0, $1.help.utf8.count) }
    let height = (longest + context.textWidth - 1) / max(1, context.textWidth) + 1
    return lines + Array(repeating: DialogLine(), count: max(0, height - lines.count))
  }
}
