import TestSupport
import Testing

@testable import LinuxKernel

/// Groups with a limit that are read again and again: those near it each time, thousands of others in turn.
struct LimitedGroupsTests {
  private static let top = "sys/fs/cgroup/"
  private let made = TemporaryTree([:])

  /// Reads them at times that are given.
  private final class Reader {
    private var buffer = ReadBuffer()
    private var groups = LimitedGroups()
    private let root: KernelRoot

    init(_ made: TemporaryTree) throws { root = try KernelRoot(made.path) }

    func read(_ now: UInt64) -> [String: CgroupUse] {
      let all = groups.read(root, CgroupMount.usual, count: 4096, now: now, &buffer)
      return Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
    }
  }

  private func use(_ group: String, _ current: UInt64, of limit: String = "1000") {
    made.write(Self.top + group + "/memory.max", Array((limit + "\n").utf8))
    made.write(Self.top + group + "/memory.current", Array("\(current)\n".utf8))
  }

  @Test func fewAreReadEachTime() throws {
    let reader = try Reader(made)
    use("a", 10)
    use("b", 20)
    #expect(reader.read(0).values.allSatisfy { $0.isFresh })
    use("a", 11)
    made.remove(Self.top + "b")
    let now = reader.read(1)
    #expect(now.keys.sorted() == ["/a"] && now["/a"]?.current == 11)
    #expect(now["/a"]?.isFresh == true)
  }

  @Test func aLimitThatIsGivenLaterIsFoundLater() throws {
    let reader = try Reader(made)
    use("a", 10)
    use("b", 20, of: "max")
    #expect(reader.read(0).keys.sorted() == ["/a"])
    use("b", 20)
    #expect(reader.read(1).keys.sorted() == ["/a"])
    #expect(reader.read(.max / 2).keys.sorted() == ["/a", "/b"])
    use("a", 10, of: "max")
    #expect(reader.read(.max / 2 + 1).keys.sorted() == ["/b"])
  }

  @Test func thousandsTakeTurnsAndThoseNearTheirLimitDoNot() throws {
    let reader = try Reader(made)
    let count = LimitedGroups.fewest + 100
    for number in 0..<count { use("g\(number)", 10) }
    use("near", 900)
    #expect(reader.read(0).count == count + 1)
    for number in 0..<count { use("g\(number)", 11) }
    var changes = 0
    for time in 1...3 as ClosedRange<UInt64> {
      use("near", 900 + time)
      let now = reader.read(time)
      #expect(now["/near"]?.current == 900 + time && now["/near"]?.isFresh == true)
      let fresh = now.values.count(where: \.isFresh)
      #expect(fresh == LimitedGroups.fewest || fresh == LimitedGroups.fewest + 1)
      changes = now.values.count { $0.current == 11 }
      if time == 1 { #expect(changes >= LimitedGroups.fewest - 1 && changes < count) }
    }
    #expect(changes == count)
  }

  /// After a long time all are read, however many there are.
  @Test func withinSomeSecondsAllAreRead() throws {
    let reader = try Reader(made)
    let count = LimitedGroups.fewest + 100
    for number in 0..<count { use("g\(number)", 10) }
    _ = reader.read(0)
    for number in 0..<count { use("g\(number)", 11) }
    let now = reader.read(LimitedGroups.round)
    #expect(now.values.allSatisfy { $0.current == 11 && $0.isFresh })
  }
}
