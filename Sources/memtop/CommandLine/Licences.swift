/// What is in the binary, and under which licence. `docs/licences.md` has the same list.
enum Licences {
  static let libraries: [(library: String, licence: String)] = [
    (
      "Swift's standard library and runtime, FoundationEssentials",
      "Apache 2.0 with runtime library exception"
    ),
    ("swift-argument-parser", "Apache 2.0 with runtime library exception"),
    ("TOMLKit, toml++", "MIT"),
    ("ncurses", "MIT-X11"),
    ("zlib", "Zlib"),
    ("libbpf", "LGPL-2.1 OR BSD-2-Clause; used under BSD-2-Clause"),
    (
      "libelf (elfutils)",
      "LGPL-3.0-or-later OR GPL-2.0-or-later; used under LGPL-3.0-or-later"
    ),
    ("zstd, where libelf needs it", "BSD-3-Clause OR GPL-2.0; used under BSD-3-Clause"),
    ("libstdc++, libgcc", "GPL-3.0 with GCC runtime library exception"),
    ("glibc, in the static executable", "LGPL-2.1-or-later"),
  ]

  static var text: String {
    """
    memtop: Apache 2.0; its program for the kernel: GPL-2.0 OR BSD-2-Clause
    \(libraries.map { "\($0.library): \($0.licence)" }.joined(separator: "\n"))

    """
  }
}
