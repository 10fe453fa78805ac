import LinuxKernel
import MemtopCore
import Testing

struct AdjWarningTests {
  static let user = AdjRights(canLower: false, overridesOwners: false, user: 1000)
  static let rootWithoutResource = AdjRights(canLower: false, overridesOwners: true, user: 0)
  static let root = AdjRights(canLower: true, overridesOwners: true, user: 0)

  struct Row: Sendable, CustomTestStringConvertible {
    let rights: AdjRights
    let owner: UInt32?
    let old: Int32?
    let new: Int32
    let rules: [AdjWarning.Rule]

    init(
      _ rights: AdjRights, owner: UInt32? = 1000, _ old: Int32?, _ new: Int32,
      _ rules: [AdjWarning.Rule]
    ) {
      self.rights = rights
      self.owner = owner
      self.old = old
      self.new = new
      self.rules = rules
    }

    var testDescription: String {
      "user \(rights.user) of \(owner ?? 0): \(old ?? 9999) to \(new)"
    }
  }

  static let table = [
    Row(user, 0, 500, []),
    Row(user, 0, 0, []),
    Row(user, 500, 100, [.belowCurrent]),
    Row(user, 500, 0, [.belowCurrent]),
    Row(user, 0, -1, [.belowZero]),
    Row(user, 500, -500, [.belowZero]),
    // The floor is never above the present value: a raise is free also below zero.
    Row(user, -900, -500, []),
    Row(user, -500, -900, [.belowZero]),
    Row(user, 0, -1000, [.belowZero, .neverKilled]),
    Row(user, nil, 5, [.belowCurrent]),
    Row(user, nil, -5, [.belowZero]),
    Row(user, owner: 0, 0, 500, [.otherUser]),
    Row(user, owner: 0, 0, -500, [.otherUser, .belowZero]),
    Row(user, owner: nil, 0, 500, []),
    Row(rootWithoutResource, 0, 500, []),
    Row(rootWithoutResource, 0, -500, [.belowZero]),
    Row(root, 0, 500, [.floorMoves]),
    Row(root, 500, -500, [.floorMoves]),
    Row(root, 0, -1000, [.floorMoves, .neverKilled]),
    Row(root, -1000, -1000, []),
  ]

  static let process = ProcessID(pid: 5, startTime: 1)

  private func warning(_ row: Row, sharers: MemorySharers = MemorySharers()) -> AdjWarning.Case {
    AdjWarning.Case(
      edit: AdjEdit(process: Self.process, name: "p", old: row.old, new: row.new),
      rights: row.rights, owner: row.owner, sharers: sharers)
  }

  @Test(arguments: table)
  func warnsOf(_ row: Row) {
    #expect(AdjWarning.all(for: [warning(row)]).map(\.rule) == row.rules)
  }

  @Test func aFloorThatIsKnownIsNamed() {
    func rules(_ old: Int32, _ new: Int32, floor: Int32) -> [AdjWarning] {
      AdjWarning.all(for: [
        AdjWarning.Case(
          edit: AdjEdit(process: Self.process, name: "p", old: old, new: new), rights: Self.user,
          owner: 1000, floor: floor)
      ])
    }
    #expect(rules(500, 100, floor: 0).isEmpty)
    #expect(rules(500, -100, floor: -200).isEmpty)
    #expect(rules(500, -300, floor: -200).map(\.rule) == [.belowZero])
    #expect(
      rules(500, 100, floor: 300).map(\.text) == [
        "will be refused: below its floor of 300 needs CAP_SYS_RESOURCE; raising others needs no right"
      ])
  }

  @Test func usesTheKernelsTerms() {
    let lowering = AdjWarning.all(for: [warning(Row(Self.user, 500, 100, []))])
    #expect(
      lowering.map(\.text) == [
        "may be refused: below its floor needs CAP_SYS_RESOURCE; raising others needs no right"
      ])
    let negative = AdjWarning.all(for: [warning(Row(Self.user, 0, -100, []))])
    #expect(
      negative.map(\.text) == [
        "will most likely be refused: below 0 needs CAP_SYS_RESOURCE; raising others needs no right"
      ])
  }

  @Test func namesWhatSharesTheMemory() {
    let others = (1...6).map {
      MemorySharers.Other(process: ProcessID(pid: $0, startTime: 1), name: "worker\($0)")
    }
    let few = MemorySharers(others: Array(others.prefix(2)))
    let many = MemorySharers(others: others, cannotTell: true)
    let row = Row(Self.user, 0, 5, [])
    #expect(
      AdjWarning.all(for: [warning(row, sharers: few)]).map(\.text)
        == ["also changes what shares the memory: 1 worker1, 2 worker2"])
    let warnings = AdjWarning.all(for: [warning(row, sharers: many)])
    #expect(warnings.map(\.rule) == [.sharersFollow, .sharersUnknown])
    #expect(warnings[0].text.hasSuffix("3 worker3, 4 worker4 and 2 more"))
  }

  @Test func severalRowsWarnOnceAndSayHowManyItConcerns() {
    let rows = [Row(Self.user, 0, 5, []), Row(Self.user, 500, 5, []), Row(Self.user, 900, 5, [])]
    #expect(
      AdjWarning.all(for: rows.map { warning($0) }).map(\.text)
        == [
          "2 of 3: may be refused: below its floor needs CAP_SYS_RESOURCE; raising others needs no right"
        ])
    #expect(AdjWarning.all(for: []).isEmpty)
  }

  @Test func everyRuleIsReached() {
    var reached = Set(Self.table.flatMap(\.rules))
    reached.formUnion([.sharersFollow, .sharersUnknown])
    #expect(reached == Set(AdjWarning.Rule.allCases))
  }
}
