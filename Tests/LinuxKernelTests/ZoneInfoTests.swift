import LinuxKernel
import Testing

@Suite struct ZoneInfoTests {
  static let text = """
    Node 0, zone    DMA32
      per-node stats
          nr_inactive_anon 15520
      pages free     14722
            boost    0
            min      4640
            low      5800
            high     6960
            present  1011559
            managed  991395
          nr_free_cma  12
      pagesets
        cpu: 0
                  count: 3
                  high:  378
    Node 1, zone   Normal
      pages free     4574
            min      12237

    """

  @Test func readsEachZone() throws {
    let zones = try #require(parsing(Self.text) { ZoneInfo($0) }).zones
    #expect(zones.map(\.name) == ["DMA32", "Normal"])
    #expect(zones.map(\.node) == [0, 1])
    #expect(zones[0].free == 14722 && zones[0].min == 4640 && zones[0].low == 5800)
    #expect(zones[0].high == 6960 && zones[0].managed == 991_395 && zones[0].freeCMA == 12)
    #expect(zones[1].low == nil && zones[1].managed == nil)
  }

  @Test func isNeverWrongWhenCut() throws {
    let whole = try #require(parsing(Self.text) { ZoneInfo($0) }).zones
    for text in cuts(of: Self.text) {
      for (zone, expected) in zip(parsing(text) { ZoneInfo($0) }?.zones ?? [], whole) {
        #expect(zone.free == nil || zone.free == expected.free)
        #expect(zone.min == nil || zone.min == expected.min)
        #expect(zone.managed == nil || zone.managed == expected.managed)
      }
    }
  }

  @Test func aTextWithoutZonesIsNone() {
    #expect(parsing("nr_free_pages 3\n") { ZoneInfo($0) } == nil)
  }
}
