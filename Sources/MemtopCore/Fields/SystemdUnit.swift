/// The systemd unit that a cgroup path names: the innermost service, scope, socket, mount or swap, else the slice.
enum SystemdUnit {
  private static let endings = [".service", ".scope", ".socket", ".mount", ".swap"].map {
    Array($0.utf8)
  }
  private static let slice = Array(".slice".utf8)

  static func name(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let parts = path.split(separator: 0x2f)
    return parts.last { part in endings.contains { ends(part, $0) } }
      ?? parts.last { ends($0, slice) }
  }

  private static func ends(_ part: ArraySlice<UInt8>, _ ending: [UInt8]) -> Bool {
    part.count > ending.count && part.suffix(ending.count).elementsEqual(ending)
  }
}
