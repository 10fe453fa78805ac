import LinuxKernel
import Testing

@Suite struct SlabInfoTests {
  static let text = """
    slabinfo - version: 2.1
    # name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables
    dentry            2214 2216    192   20    2 : tunables    0    0    0 : slabdata    110    111      0
    sock_inode_cache  5 6 832 19 4 : tunables 0 0 0 : slabdata 1 1 0

    """

  @Test func readsCaches() throws {
    let caches = try #require(parsing(Self.text) { SlabCache.parse($0) })
    #expect(caches.map(\.name) == ["dentry", "sock_inode_cache"])
    #expect(caches[0].activeObjects == 2214 && caches[0].objectSize == 192)
    #expect(caches[0].pages == 222)
  }

  @Test func anotherVersionIsNotUnderstood() {
    #expect(parsing("slabinfo - version: 1.1\n") { SlabCache.parse($0) } == nil)
    #expect(parsing("") { SlabCache.parse($0) } == nil)
  }

  @Test func isNeverWrongWhenCut() throws {
    let whole = try #require(parsing(Self.text) { SlabCache.parse($0) })
    for text in cuts(of: Self.text) {
      for (cache, expected) in zip(parsing(text) { SlabCache.parse($0) } ?? [], whole) {
        #expect(cache == expected)
      }
    }
  }
}
