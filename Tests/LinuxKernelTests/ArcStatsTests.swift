import LinuxKernel
import Testing

@Suite struct ArcStatsTests {
  @Test func whatGoesBackIsAboveTheMinimum() throws {
    let text = """
      13 1 0x01 96 26112 8 9
      name                            type data
      hits                            4    100
      c_min                           4    1000
      c_max                           4    9000
      size                            4    5000

      """
    let arc = try #require(parsing(text) { ArcStats($0) })
    #expect(arc.size == 5000 && arc.minimum == 1000 && arc.maximum == 9000)
    #expect(arc.reclaimable == 4000)
    #expect(parsing("c_min 4 1\n") { ArcStats($0) } == nil)
    #expect(parsing("size 4 12") { ArcStats($0) } == nil)
  }
}
