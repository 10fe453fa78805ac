import LinuxKernel

/// What a group that memtop made remembers: where its processes came from.
struct BoxRecord: Equatable {
  /// A group, and the inode that tells it from one that is made under its name later.
  struct Place: Equatable {
    let path: [UInt8]
    let inode: UInt64
  }

  /// Groups that processes came from.
  var origins: [Place] = []
  /// Which of `origins` each came from.
  var members: [ProcessID: Int] = [:]
  /// Groups that were made to hand the memory controller on, the outermost first.
  var enabled: [Place] = []

  private static let heading = "memtop 1"

  init() {}

  /// Nil for a text that is not whole.
  init?(_ text: [UInt8]) {
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)[...]
    guard let first = lines.popFirst(), first.elementsEqual(Self.heading.utf8),
      lines.popLast()?.isEmpty == true
    else { return nil }
    for line in lines {
      let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let number = Self.number(words[1]) else { return nil }
      let key = String(decoding: words[0], as: UTF8.self)
      switch key {
      case "from", "enabled":
        let place = Place(path: Array(words[2]), inode: number)
        guard place.path.first == 0x2f else { return nil }
        if key == "from" { origins.append(place) } else { enabled.append(place) }
      default:
        guard let pid = Int32(key), pid > 0, let origin = Self.number(words[2]),
          origin < UInt64(origins.count)
        else { return nil }
        members[ProcessID(pid: pid, startTime: number)] = Int(origin)
      }
    }
    guard !origins.isEmpty else { return nil }
  }

  private static func number(_ word: ArraySlice<UInt8>) -> UInt64? {
    UInt64(String(decoding: word, as: UTF8.self))
  }

  /// The kernel lets no group's name hold a line end.
  var text: [UInt8] {
    var text = Array((Self.heading + "\n").utf8)
    func put(_ key: String, _ place: Place) {
      text += Array("\(key) \(place.inode) ".utf8) + place.path + [0x0a]
    }
    for place in origins { put("from", place) }
    for place in enabled { put("enabled", place) }
    for (process, origin) in members.sorted(by: { $0.key < $1.key }) {
      text += Array("\(process.pid) \(process.startTime) \(origin)\n".utf8)
    }
    return text
  }

  /// The origin of most, for those that no record names.
  var mostCommon: Int {
    var counts = origins.map { _ in 0 }
    for origin in members.values { counts[origin] += 1 }
    return counts.indices.max { counts[$0] < counts[$1] } ?? 0
  }
}
