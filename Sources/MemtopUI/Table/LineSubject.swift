import LinuxKernel

/// What a line of a list stands for, on whatever line the next sample puts it.
enum LineSubject: Hashable, Sendable {
  case process(ProcessID)
  case group(CgroupDirectory.Identity)
  /// Its name, already made visible.
  case slabCache(String)
  case event(ListedEvent.ID)

  enum Kind: Sendable {
    case process
    case group
    case slabCache
    case event

    /// For sentences about one, and about several.
    var nouns: (one: String, many: String) {
      switch self {
      case .process: ("process", "processes")
      case .group: ("group", "groups")
      case .slabCache: ("slab cache", "slab caches")
      case .event: ("event", "events")
      }
    }
  }

  var kind: Kind {
    switch self {
    case .process: .process
    case .group: .group
    case .slabCache: .slabCache
    case .event: .event
    }
  }
}

/// What the user tagged. What is tagged in one list is so in every list of its kind.
struct Tags: Sendable, Equatable {
  private var tagged: Set<LineSubject> = []
  /// How many went while they were the last tagged of their kind; an act has not been refused for it yet.
  private var lost: [LineSubject.Kind: Int] = [:]

  func contains(_ subject: LineSubject) -> Bool { tagged.contains(subject) }

  func of(_ kind: LineSubject.Kind) -> [LineSubject] { tagged.filter { $0.kind == kind } }

  var processes: [ProcessID] {
    tagged.compactMap { if case .process(let process) = $0 { process } else { nil } }
  }

  var groups: [CgroupDirectory.Identity] {
    tagged.compactMap { if case .group(let identity) = $0 { identity } else { nil } }
  }

  mutating func toggle(_ subject: LineSubject) {
    if tagged.remove(subject) == nil { tagged.insert(subject) }
  }

  mutating func insert(_ subject: LineSubject) { tagged.insert(subject) }

  mutating func clear(_ kind: LineSubject.Kind) {
    tagged = tagged.filter { $0.kind != kind }
    lost[kind] = nil
  }

  /// All that were tagged are gone: whoever acts meant those, and not what is under the cursor now.
  func isLost(_ kind: LineSubject.Kind) -> Bool { lost[kind] != nil }

  /// An act was refused for it, or there are others.
  mutating func forgetLost(_ kind: LineSubject.Kind) { lost[kind] = nil }

  /// Drops what is no longer there.
  ///
  /// - Returns: how many that were.
  mutating func keep(_ kind: LineSubject.Kind, _ isThere: (LineSubject) -> Bool) -> Int {
    let before = of(kind)
    let gone = before.filter { !isThere($0) }
    guard !gone.isEmpty else { return 0 }
    tagged.subtract(gone)
    if gone.count == before.count { lost[kind] = gone.count }
    return gone.count
  }
}
