/// What was done since the start, and what takes it back: the record and undo share it.
public struct ActHistory: Sendable, Equatable {
  /// Older records are forgotten beyond these.
  public static let limit = 1000
  /// So many deeds can be taken back at most; the oldest is dropped.
  public static let undoLimit = 100

  /// What takes a deed back, and the numbers of the records that it left.
  private struct Undo: Sendable, Equatable {
    var deed: Deed
    let records: Range<Int>
  }

  /// The oldest first.
  public private(set) var records: [ActRecord] = []
  /// Records that were forgotten.
  public private(set) var forgotten = 0
  private var undos: [Undo] = []

  public init() {}

  /// What undo would do, the newest last.
  public var undoable: [Deed] { undos.map(\.deed) }

  /// What undo would do now.
  public var undo: Deed? { undos.last?.deed }

  /// The edits that it would make, where it is a change of `oom_score_adj`.
  public var undoEdits: [AdjEdit]? {
    if case .adj(let edits, _)? = undo { edits } else { nil }
  }

  /// Whether undo would take back now what a record tells.
  public func isTakenBackNext(_ place: Int) -> Bool {
    guard let next = undos.last, next.records.contains(forgotten + place) else { return false }
    // Of a deed that was taken back in part, what was refused is left.
    return undoEdits?.contains { $0.process == records[place].process } ?? true
  }

  /// Remembers what came of a deed. What itself took one back goes once it was tried; what was refused
  /// of it stays, to be tried again with more rights. The records of both stay.
  public mutating func take(_ deed: Deed, _ outcome: DeedOutcome) {
    let first = forgotten + records.count
    records += outcome.records
    let excess = max(0, records.count - Self.limit)
    records.removeFirst(excess)
    forgotten += excess
    guard let place = undos.lastIndex(where: { deed.takesBack($0.deed) }) else {
      if let undo = outcome.undo {
        if undos.count == Self.undoLimit { undos.removeFirst() }
        undos.append(Undo(deed: undo, records: first..<first + outcome.records.count))
      }
      return
    }
    switch outcome.rest {
    case .nothing: undos.remove(at: place)
    case .everything: break
    case .part(let rest): undos[place].deed = rest
    }
  }
}
