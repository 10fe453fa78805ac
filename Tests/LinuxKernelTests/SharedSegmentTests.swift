import Testing

@testable import LinuxKernel

@Suite struct SharedSegmentTests {
  static let head =
    "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      "
    + "atime      dtime      ctime                   rss                  swap\n"

  @Test func readsSegments() throws {
    let line =
      "         0          7   600             209715200  311   311      0  1000  1000  1000  "
      + "1000 1 2 3 104857600 4096\n"
    let segments = try #require(parsing(Self.head + line) { SharedSegment.parse($0) })
    #expect(segments.count == 1)
    #expect(segments[0].id == 7 && segments[0].size == 209_715_200 && segments[0].attached == 0)
    #expect(segments[0].resident == 104_857_600 && segments[0].swapped == 4096)
    #expect(segments[0].creator == 311)
  }

  @Test func anEmptyListIsOne() {
    #expect(parsing(Self.head) { SharedSegment.parse($0) } == [])
    #expect(parsing("") { SharedSegment.parse($0) } == nil)
    #expect(parsing("nonsense\n") { SharedSegment.parse($0) } == nil)
  }
}
