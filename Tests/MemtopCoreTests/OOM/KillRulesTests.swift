import Testing

@testable import MemtopCore

/// What differs from version to version, at both sides of every boundary.
@Suite struct KillRulesTests {
  @Test(arguments: [
    ("3.10.108", "ofTotal floor children oldest capped perThread"),
    ("3.10.0-1160.el7.x86_64", "ofPoints floor children oldest capped perThread"),
    ("4.4.60", "ofPoints floor children oldest capped perThread"),
    ("4.16.1", "ofPoints floor children oldest vfork capped perThread"),
    ("4.17.0", "none floor children oldest vfork capped perThread"),
    ("5.0.21", "none floor children oldest vfork groups capped perThread"),
    ("5.2.0", "none floor oldest vfork groups capped perThread"),
    ("5.4.6", "none floor youngest vfork groups capped perThread"),
    ("5.9.2", "none youngest vfork groups capped perThread"),
    ("5.10.262", "none youngest vfork groups perThread"),
    ("6.1.176", "none youngest vfork groups perThread"),
    ("6.2.0", "none youngest vfork groups stat perProcessor"),
    ("6.19.14", "none youngest vfork groups stat perProcessor"),
    ("7.0.0", "none youngest vfork groups exact"),
  ])
  func followTheVersion(_ release: String, _ expected: String) {
    let rules = KillRules(release: release)
    var words = ["\(rules.rootDiscount)"]
    if rules.floorsAtOne { words.append("floor") }
    if rules.sacrificesChildren { words.append("children") }
    words.append("\(rules.tie)")
    if rules.sparesVforkChildren { words.append("vfork") }
    if rules.killsGroups { words.append("groups") }
    if rules.groupTotal == .limitPlusSwapCapped { words.append("capped") }
    if rules.resident == .stat { words.append("stat") }
    words.append("\(rules.counters)")
    #expect(words.joined(separator: " ") == expected)
  }

  @Test func anUnknownVersionHasTheNewestRulesAndSaysSo() {
    #expect(KillRules(release: nil).resident == .status)
    #expect(KillRules(release: "odd").explanation[0].contains("not known"))
  }

  @Test func uncertaintyFollowsTheCounters() {
    func pages(_ release: String, threads: Int32 = 1, processors: Int?, stat: Bool = true) -> Int64?
    {
      KillRules(release: release).uncertainty(
        threads: threads, processors: processors, hasKillersCounter: stat)
    }
    #expect(pages("6.1", threads: 8, processors: 2) == 512)
    #expect(pages("6.12", processors: 2) == 64)
    #expect(pages("6.12", processors: 64) == 8192)
    #expect(pages("6.12", processors: 2, stat: false) == 256)
    #expect(pages("6.12", processors: nil) == nil)
    #expect(pages("7.0", processors: nil) == 0)
  }
}
