import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct TreeTests {
  private static func list(_ model: Model, _ change: (inout ListOptions) -> Void = { _ in })
    -> ProcessList
  {
    var options = ListOptions(sort: .pid)
    options.isTree = true
    change(&options)
    var list = ProcessList()
    list.update(model, options)
    return list
  }

  private static func outline(_ model: Model, _ list: ProcessList) -> [String] {
    zip(list.rows, list.tree).map { row, place in
      String(repeating: ">", count: Int(place.depth)) + String(model.processes.rows[Int(row)].pid)
        + (place.isLastChild ? "." : "")
    }
  }

  @Test func putsChildrenBelowTheirParents() throws {
    let model = try MadeUpHost.usual.model()
    let list = Self.list(model)
    #expect(Self.outline(model, list) == ["1.", ">40", ">41", ">>42.", ">43."])
    #expect(list.tree.map(\.descendants) == [4, 0, 1, 0, 0])
    #expect(list.tree.map(\.hasChildren) == [true, false, true, false, false])
  }

  @Test func siblingsAreSortedByWhatTheirSubtreesHave() throws {
    var host = MadeUpHost.usual
    host.processes[3].rssPages = 10
    host.processes[4].rssPages = 800_000
    let model = try host.model()
    let list = Self.list(model) {
      $0.sort = .rss
      $0.isDescending = true
    }
    #expect(Self.outline(model, list) == ["1.", ">41", ">>42.", ">40", ">43."])
  }

  @Test func foldedSubtreesShowTheirRoot() throws {
    let model = try MadeUpHost.usual.model()
    let list = Self.list(model) { $0.collapsed = [ProcessID(pid: 41, startTime: 2000)] }
    #expect(Self.outline(model, list) == ["1.", ">40", ">41", ">43."])
    #expect(list.tree[2].hasChildren)
  }

  @Test func aChildWhoseParentIsHiddenIsARoot() throws {
    let model = try MadeUpHost.usual.model()
    let filter = try Filter("java-child")
    let list = Self.list(model) { $0.filter = filter }
    #expect(Self.outline(model, list) == ["42."])
  }

  /// A captured tree may hold anything: every process appears once whatever the parents are.
  @Test(arguments: [[2, 1, 3], [1, 2, 3], [2, 3, 1], [3, 3, 2], [0, 1, 9]])
  func circlesOfParentsEnd(_ parents: [Int32]) throws {
    let host = MadeUpHost(
      parents.enumerated().map { MadeUpHost.Process(Int32($0 + 1), parent: $1) })
    let model = try host.model()
    let list = Self.list(model)
    #expect(list.rows.sorted() == [0, 1, 2])
    let sums = SubtreeSums(model, .rss)
    #expect((0..<3).allSatisfy { sums[$0] != .absent })
  }

  @Test func aVeryDeepFamilyNeedsNoDeepStack() throws {
    var model = try MadeUpHost.usual.emptyModel()
    var sample = Crowd.sample(10_000) { $0 - 1 }
    model.absorb(&sample)
    let list = Self.list(model)
    #expect(list.tree.last?.depth == 9999)
    let all = model.processes.rows.reduce(0) { $0 + ($1.rss ?? 0) }
    #expect(SubtreeSums(model, .rss)[0] == .bytes(all))
  }

  @Test func sumsCountHiddenProcessesAndSkipWhatIsUnknown() throws {
    var host = MadeUpHost.usual
    host.denied = ["proc/42/statm"]
    let model = try host.model()
    let sums = SubtreeSums(model, .rss)
    func sum(_ pid: Int32) throws -> FieldValue {
      sums[try #require(model.processes.index(of: pid))]
    }
    #expect(try sum(41) == .bytes(700_000 * 4096))
    #expect(try sum(42) == .absent)
    #expect(try sum(1) == .bytes(795_000 * 4096))
    #expect(try sum(2) == .absent)
  }

  @Test func sumsDoNotOverflow() throws {
    let most = UInt64(Int64.max) / 4096
    let host = MadeUpHost([
      .init(1, parent: 0, rssPages: most / 2), .init(2, rssPages: most / 2),
      .init(3, rssPages: most / 2),
    ])
    #expect(SubtreeSums(try host.model(), .rss)[0] == .bytes(UInt64(Int64.max)))
  }
}
