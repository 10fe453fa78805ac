import LinuxKernel
import Testing

@testable import MemtopCore

struct PlanTests {
  private static func plan(
    _ columns: [Field], sort: Field = .pid, _ change: (inout ListOptions) -> Void = { _ in }
  ) -> SamplingPlan {
    var options = ListOptions(sort: sort)
    change(&options)
    return SamplingPlan(columns: columns, options: options)
  }

  @Test func columnsAreReadForTheRowsOnScreenOnly() {
    let plan = Self.plan([.pid, .rss, .swap, .cgroup])
    #expect(plan.all.isEmpty)
    #expect(plan.visible == [.statm, .status, .cgroup])
    #expect(!plan.followsGrowth)
  }

  @Test func whatIsSortedByIsReadForEveryProcess() {
    #expect(Self.plan([.pid], sort: .swap).all == .status)
    #expect(Self.plan([.pid], sort: .oomScore).all == [.oomScore, .statm])
    let byUser = Self.plan([.pid], sort: .user)
    #expect(byUser.all.isEmpty)
    #expect(byUser.kept == [.stat, .owner])
  }

  @Test func whatIsFilteredByIsReadForEveryProcess() throws {
    let filter = try Filter("swap>1G unit:web")
    let plan = Self.plan([.pid]) { $0.filter = filter }
    #expect(plan.all == .status)
    #expect(plan.kept == [.stat, .cgroup])
    #expect(Self.plan([.pid]) { $0.user = 0 }.kept.contains(.owner))
  }

  @Test func treesSumTheirColumns() {
    let plan = Self.plan([.pid, .rss, .swap, .cgroup]) { $0.isTree = true }
    #expect(plan.all == [.stat, .statm, .status])
  }

  @Test func growthIsFollowedForEveryProcess() {
    #expect(Self.plan([.growth]).followsGrowth)
    #expect(Self.plan([.growth]).all == .statm)
    #expect(Self.plan([.pid], sort: .growth).followsGrowth)
  }

  @Test func outputsThatShowAllRowsReadAll() {
    let plan = SamplingPlan(
      columns: [.rss, .oomScoreAdj, .cmdline], options: ListOptions(sort: .pid), everywhere: true)
    #expect(plan.all == [.statm, .oomScoreAdj])
    #expect(plan.kept == [.stat, .cmdline])
  }
}
