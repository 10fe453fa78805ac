import Testing

@testable import MemtopCore

@Suite struct OOMScoreFormulaTests {
  @Test(
    arguments: [
      ("6.1", 0, 666), ("6.1", 1000, 1333), ("6.1", -998, 1), ("6.1", -1001, 0),
      ("6.1", -1500, -333), ("5.8", 1, 1), ("5.8", 1000, 1000),
    ] as [(String, Int64, Int64)])
  func bothDivisionsCutTowardsZero(_ release: String, _ badness: Int64, _ score: Int64) {
    let rules = KillRules(release: release)
    #expect(OOMScoreFormula.score(badness: badness, total: 1000, rules) == score)
  }

  @Test func whoNeverDiesHasNone() {
    let rules = KillRules(release: "6.1")
    #expect(OOMScoreFormula.score(badness: nil, total: 1000, rules) == 0)
    #expect(OOMScoreFormula.score(badness: 5, total: 0, rules) == nil)
    #expect(OOMScoreFormula.score(badness: .max, total: 7, rules) == nil)
  }
}
