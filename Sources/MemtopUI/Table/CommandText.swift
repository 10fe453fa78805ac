/// A command line as people read it: what counts is the program's name.
enum CommandText {
  /// The path before the name of the program, and the name; the arguments come after them.
  static func parts(_ text: String) -> (path: Substring, name: Substring) {
    let program = text.prefix { $0 != " " }
    guard program.first == "/" || program.hasPrefix("./"),
      let slash = program.lastIndex(of: "/")
    else { return ("", program) }
    let name = program.index(after: slash)
    return (program[..<name], program[name...])
  }
}
