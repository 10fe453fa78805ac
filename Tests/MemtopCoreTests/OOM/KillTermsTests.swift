import Testing

@testable import MemtopCore

@Suite struct KillTermsTests {
  private var terms: KillTerms {
    var terms = KillTerms()
    (terms.anon, terms.file, terms.shmem, terms.drift) = (600, 200, 100, -20)
    (terms.swap, terms.pageTables) = (110, 10)
    return terms
  }

  @Test(
    arguments: [
      // The division comes first: 1999 pages have a thousandth of 1.
      ("6.1", 100, 1999, false, 1100), ("6.1", -1, 5_000_000, false, -4000),
      ("5.8", -1, 5_000_000, false, 1), ("4.4", 0, 100_000, true, 970),
      ("4.4", 0, 100_000, false, 1000), ("3.10", 0, 10_000, true, 700),
      ("6.1", 0, 100_000, true, 1000),
    ] as [(String, Int32, Int64, Bool, Int64)])
  func addUp(_ release: String, _ adj: Int32, _ total: Int64, _ root: Bool, _ badness: Int64) {
    let terms = terms.completed(
      adj: adj, total: total, administers: root, KillRules(release: release))
    #expect(terms.badness == badness)
    let sum = terms.memory + terms.adj + terms.rootDiscount + terms.floor
    #expect(sum == badness)
  }

  @Test func absurdSizesDoNotOverflow() {
    var terms = KillTerms()
    terms.anon = KillTerms.pages(.max)
    terms.file = KillTerms.pages(.max, of: 0)
    terms.swap = KillTerms.pages(.max, of: 1)
    for adj: Int32 in [-1000, 1000] {
      let whole = terms.completed(
        adj: adj, total: .max, administers: true, KillRules(release: "3.10"))
      #expect(whole.badness > 0)
    }
  }
}
