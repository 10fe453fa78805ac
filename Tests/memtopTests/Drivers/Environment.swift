import Glibc

/// The environment of a program under test: what this one has, without what would decide how a
/// terminal is drawn, and then the changes.
enum Environment {
  private static let neutral: [String: String?] = [
    "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": nil, "LC_CTYPE": nil, "NO_COLOR": nil,
    "TERMINFO": nil, "COLUMNS": nil, "LINES": nil, "TMUX": nil, "XDG_CONFIG_HOME": "/nonexistent",
  ]

  static func list(changing changes: [String: String?]) -> [String] {
    let set = neutral.merging(changes) { _, change in change }
    var list = set.compactMap { name, value in value.map { "\(name)=\($0)" } }
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      let name = String(text.prefix { $0 != "=" })
      if set[name] == nil { list.append(text) }
      next += 1
    }
    return list
  }
}
