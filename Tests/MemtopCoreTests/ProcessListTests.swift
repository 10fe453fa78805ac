import LinuxKernel
import TestSupport
import Testing

@testable import MemtopCore

struct ProcessListTests {
  private static let many = MadeUpHost(
    (1...60).map { pid in
      MadeUpHost.Process(
        Int32(pid), ["b", "a", "c"][pid % 3], parent: Int32(pid / 2), start: UInt64(pid % 7),
        rssPages: UInt64(pid % 4 * 100), score: 600 + pid % 5, adj: pid % 3 - 1,
        user: UInt32(pid % 4), isKernelThread: pid % 10 == 0)
    })

  private static let manyModel = Result { try many.model() }

  @Test(arguments: Field.all, [true, false])
  func sortsByEveryFieldBothWaysAndStably(_ field: Field, descending: Bool) throws {
    let model = try Self.manyModel.get()
    var options = ListOptions(sort: field, isDescending: descending)
    options.showsKernelThreads = true
    var list = ProcessList()
    list.update(model, options)
    #expect(Set(list.rows).count == 60)
    for (first, second) in zip(list.rows, list.rows.dropFirst()) {
      let a = field.value(model, Int(first))
      let b = field.value(model, Int(second))
      switch Self.order(a, b) {
      case .missing: break
      case .less: #expect(!descending)
      case .greater: #expect(descending)
      case .equal where field == .oomScore: break
      case .equal: #expect(first < second, "ties keep the order of pids")
      case .wrong: Issue.record("a value after a missing one")
      }
    }
  }

  private enum Order { case less, greater, equal, missing, wrong }

  private static func order(_ a: FieldValue, _ b: FieldValue) -> Order {
    func isMissing(_ value: FieldValue) -> Bool { value == .absent || value == .denied }
    if isMissing(b) { return isMissing(a) ? .equal : .missing }
    if isMissing(a) { return .wrong }
    if case .text(let x) = a, case .text(let y) = b {
      return x == y ? .equal : x < y ? .less : .greater
    }
    guard let x = a.order, let y = b.order else { return .wrong }
    return x == y ? .equal : x < y ? .less : .greater
  }

  @Test func likelihoodBreaksTiesByRSS() throws {
    var host = MadeUpHost.usual
    for index in host.processes.indices { host.processes[index].score = 666 }
    let model = try host.model()
    #expect(model.pids(ListOptions(sort: .oomScore)) == [41, 40, 42, 1, 43])
    #expect(
      model.pids(ListOptions(sort: .oomScore, isDescending: false)) == [43, 1, 42, 40, 41])
  }

  @Test func missingValuesComeLastBothWays() throws {
    var host = MadeUpHost.usual
    host.denied = ["proc/41/statm"]
    let model = try host.model()
    for descending in [true, false] {
      #expect(model.pids(ListOptions(sort: .rss, isDescending: descending)).last == 41)
    }
  }

  @Test func hidesKernelThreadsAndOtherUsers() throws {
    let model = try MadeUpHost.usual.model()
    var options = ListOptions(sort: .pid)
    #expect(model.pids(options) == [1, 40, 41, 42, 43])
    options.showsKernelThreads = true
    #expect(model.pids(options) == [1, 2, 40, 41, 42, 43])
    options.user = 1000
    #expect(model.pids(options) == [41, 42])
    options.user = 7
    #expect(model.pids(options).isEmpty)
  }

  @Test func findsAProcessNotAnotherWithItsPID() throws {
    let model = try MadeUpHost.usual.model()
    var list = ProcessList()
    list.update(model, ListOptions(sort: .pid))
    #expect(list.position(of: ProcessID(pid: 41, startTime: 2000), in: model) == 2)
    #expect(list.position(of: ProcessID(pid: 41, startTime: 2001), in: model) == nil)
    #expect(list.position(of: ProcessID(pid: 2, startTime: 2), in: model) == nil)
  }

  @Test func ordersTenThousandProcesses() throws {
    var model = try MadeUpHost.usual.emptyModel()
    var sample = Crowd.sample(10_000)
    model.absorb(&sample)
    let pids = model.pids(ListOptions(sort: .rss))
    #expect(pids.count == 10_000)
    let sizes = try pids.map { try #require(model.processes.rows[Int($0) - 1].rss) }
    #expect(sizes == sizes.sorted(by: >))
    var options = ListOptions(sort: .rss)
    options.isTree = true
    #expect(Set(model.pids(options)).count == 10_000)
  }
}
