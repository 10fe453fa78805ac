/// What takes back the changes that were made, the newest last.
public struct UndoHistory: Sendable, Equatable {
  /// How many are kept; the oldest is dropped.
  public static let limit = 100

  public private(set) var deeds: [Deed] = []

  public init() {}

  /// What undo would do now.
  public var last: Deed? { deeds.last }

  /// The edits that it would make, where it is a change of `oom_score_adj`.
  public var edits: [AdjEdit]? {
    if case .adj(let edits, _)? = last { edits } else { nil }
  }

  /// Remembers what takes a deed back. What itself took one back goes once it was tried; what was refused
  /// of it stays, to be tried again with more rights.
  public mutating func take(_ deed: Deed, _ outcome: DeedOutcome) {
    guard let place = deeds.lastIndex(where: { deed.takesBack($0) }) else {
      if let undo = outcome.undo { remember(undo) }
      return
    }
    switch outcome.rest {
    case .nothing: deeds.remove(at: place)
    case .everything: break
    case .part(let rest): deeds[place] = rest
    }
  }

  private mutating func remember(_ deed: Deed) {
    if deeds.count == Self.limit { deeds.removeFirst() }
    deeds.append(deed)
  }
}
