/// A command line as people read it: what counts is the program's name.
enum CommandText {
  /// Where there is little room, the path before the name of the program tells least.
  static func withoutPath(_ text: String) -> String {
    let (path, name) = parts(text)
    return name.isEmpty ? text : String(text.dropFirst(path.count))
  }

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
