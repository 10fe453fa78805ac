import MemtopCore

/// What a field means, below a list of fields.
enum FieldLines {
  /// As many lines for every field, so that the list above does not move.
  static func help(_ field: Field, _ context: DialogContext) -> [DialogLine] {
    let lines = text(field, context)
    let most = Field.all.reduce(0) { max($0, text($1, context).count) }
    return lines + Array(repeating: DialogLine(), count: most - lines.count)
  }

  static func text(_ field: Field, _ context: DialogContext) -> [DialogLine] {
    context.wrapped(field.help) + context.wrapped("Source: " + field.source, .dim)
  }
}
