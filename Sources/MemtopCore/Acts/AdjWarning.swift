import LinuxKernel

/// What the user should know before a change of `oom_score_adj` is applied.
public struct AdjWarning: Sendable, Equatable {
  public enum Rule: Int, CaseIterable, Sendable {
    case otherUser, belowZero, belowCurrent, sharersFollow, sharersUnknown, floorMoves, neverKilled
  }

  public let rule: Rule
  /// One sentence, with the number of rows it concerns where it does not concern them all.
  public let text: String

  /// One edit and what is known around it.
  public struct Case: Sendable {
    public let edit: AdjEdit
    public let rights: AdjRights
    /// The owner of the process; nil where that is not known.
    public let owner: UInt32?
    public let sharers: MemorySharers
    /// `oom_score_adj_min`; nil where it is not known.
    public let floor: Int32?

    public init(
      edit: AdjEdit, rights: AdjRights, owner: UInt32? = nil,
      sharers: MemorySharers = MemorySharers(), floor: Int32? = nil
    ) {
      self.edit = edit
      self.rights = rights
      self.owner = owner
      self.sharers = sharers
      self.floor = floor
    }

    /// The floor forbids it for all that is known.
    fileprivate var mayBeBelowFloor: Bool { floor.map { edit.new < $0 } ?? true }

    /// A value below the present one is weighed against the floor; where the present one is not known
    /// it may be below.
    fileprivate var lowers: Bool { edit.old.map { edit.new < $0 } ?? true }
  }

  /// What holds for the edits together, in the order to be read; rows that stay as they are warn of
  /// nothing.
  public static func all(for cases: [Case]) -> [AdjWarning] {
    let changing = cases.filter { !$0.edit.isUnchanged }
    return rules.compactMap { row in
      let concerned = changing.filter(row.applies)
      guard !concerned.isEmpty else { return nil }
      let share = concerned.count < cases.count ? "\(concerned.count) of \(cases.count): " : ""
      return AdjWarning(rule: row.rule, text: share + row.text(concerned))
    }
  }

  private struct Row: Sendable {
    let rule: Rule
    let applies: @Sendable (Case) -> Bool
    let text: @Sendable ([Case]) -> String
  }

  private static let rules: [Row] = [
    Row(
      rule: .otherUser,
      applies: {
        !$0.rights.overridesOwners && $0.owner != nil && $0.owner != $0.rights.user
      },
      text: { _ in "will most likely be refused: the process is another user's" }),
    Row(
      rule: .belowZero,
      applies: { !$0.rights.canLower && $0.lowers && $0.edit.new < 0 && $0.mayBeBelowFloor },
      text: { _ in
        "will most likely be refused: below 0 needs CAP_SYS_RESOURCE; raising others needs no right"
      }),
    Row(
      rule: .belowCurrent,
      applies: {
        !$0.rights.canLower && $0.lowers && $0.edit.new >= 0 && $0.mayBeBelowFloor
      },
      text: {
        (floor($0).map { "will be refused: below its floor of \($0)" }
          ?? "may be refused: below its floor")
          + " needs CAP_SYS_RESOURCE; raising others needs no right"
      }),
    Row(
      rule: .sharersFollow,
      applies: { !$0.sharers.others.isEmpty },
      text: { "also changes what shares the memory: " + names($0) }),
    Row(
      rule: .sharersUnknown,
      applies: { $0.sharers.cannotTell },
      text: { _ in "cannot tell whether other processes share its memory and change too" }),
    Row(
      rule: .floorMoves,
      applies: { $0.rights.canLower },
      text: {
        "with CAP_SYS_RESOURCE this also moves the floor (oom_score_adj_min): the lowest its owner may set"
          + (floor($0).map { ", \($0) now" } ?? "")
      }),
    Row(
      rule: .neverKilled,
      applies: { $0.edit.new == OOMScoreAdj.range.lowerBound },
      text: { _ in "-1000: never killed, whatever its size; the kernel will pick somebody else" }),
  ]

  /// The floor that all have, as far as it is known.
  private static func floor(_ cases: [Case]) -> Int32? {
    let floors = Set(cases.map(\.floor))
    return floors.count == 1 ? floors.first ?? nil : nil
  }

  private static let namesShown = 4

  /// The sharers of all cases, each once; the first few by name.
  private static func names(_ cases: [Case]) -> String {
    var others: [MemorySharers.Other] = []
    for other in cases.flatMap(\.sharers.others) where !others.contains(other) {
      others.append(other)
    }
    let shown = others.prefix(namesShown).map { "\($0.process.pid) \($0.name)" }
    let rest = others.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
