import CLinux

/// What the command line says after the program's name.
enum OwnArguments {
  /// As main was given them: Swift's `CommandLine` reads them from /proc, which need not be mounted.
  static var all: [String] {
    var arguments: [String] = []
    var next = clinux_arguments()
    while let argument = next?.pointee {
      arguments.append(String(cString: argument))
      next = next?.advanced(by: 1)
    }
    return Array(arguments.dropFirst())
  }
}
