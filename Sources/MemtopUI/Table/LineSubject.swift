import LinuxKernel

/// What a line of a list stands for, on whatever line the next sample puts it.
enum LineSubject: Hashable, Sendable {
  case process(ProcessID)
  case group(CgroupDirectory.Identity)
  case event(ListedEvent.ID)
  /// What is known by its name, already made visible.
  case named(Kind, String)

  /// For sentences about one, and about several.
  struct Kind: Hashable, Sendable {
    let one: String
    let many: String

    static let process = Kind(one: "process", many: "processes")
    static let group = Kind(one: "group", many: "groups")
    static let event = Kind(one: "event", many: "events")
    static let slabCache = Kind(one: "slab cache", many: "slab caches")
  }

  var kind: Kind {
    switch self {
    case .process: .process
    case .group: .group
    case .event: .event
    case .named(let kind, _): kind
    }
  }
}

/// What the user tagged. What is tagged in one list is so in every list of its kind.
struct Tags: Sendable, Equatable {
  private var tagged: Set<LineSubject> = []
  /// Of what kinds all that was tagged went, while no act was refused for it and nothing else is tagged.
  private var lost: Set<LineSubject.Kind> = []

  var isEmpty: Bool { tagged.isEmpty }

  func contains(_ subject: LineSubject) -> Bool { !tagged.isEmpty && tagged.contains(subject) }

  func of(_ kind: LineSubject.Kind) -> [LineSubject] { tagged.filter { $0.kind == kind } }

  var processes: [ProcessID] {
    tagged.compactMap { if case .process(let process) = $0 { process } else { nil } }
  }

  var groups: [CgroupDirectory.Identity] {
    tagged.compactMap { if case .group(let identity) = $0 { identity } else { nil } }
  }

  mutating func toggle(_ subject: LineSubject) {
    if tagged.remove(subject) == nil { insert(subject) }
  }

  mutating func insert(_ subject: LineSubject) {
    tagged.insert(subject)
    lost.remove(subject.kind)
  }

  mutating func clear(_ kind: LineSubject.Kind) {
    tagged = tagged.filter { $0.kind != kind }
    lost.remove(kind)
  }

  /// All that were tagged are gone: whoever acts meant those, and not what is under the cursor now.
  func isLost(_ kind: LineSubject.Kind) -> Bool { lost.contains(kind) }

  /// An act was refused for it.
  mutating func forgetLost(_ kind: LineSubject.Kind) { lost.remove(kind) }

  /// Drops what is no longer there.
  ///
  /// - Returns: how many that were.
  mutating func keep(_ kind: LineSubject.Kind, _ isThere: (LineSubject) -> Bool) -> Int {
    let before = of(kind)
    let gone = before.filter { !isThere($0) }
    tagged.subtract(gone)
    if !gone.isEmpty, gone.count == before.count { lost.insert(kind) }
    return gone.count
  }
}
