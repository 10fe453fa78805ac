import LinuxKernel
import MemtopCore
import Testing

struct AdjPlanTests {
  private func row(_ pid: Int32, _ adj: Int32?) -> AdjPlan.Row {
    AdjPlan.Row(process: ProcessID(pid: pid, startTime: 1), name: "p\(pid)", adj: adj)
  }

  @Test(
    arguments: [
      (.set(500), 0, 500), (.set(500), nil, 500), (.set(1001), 0, 1000), (.set(.min), 0, -1000),
      (.set(.max), 0, 1000), (.shift(10), 0, 10), (.shift(-10), -995, -1000),
      (.shift(100), 950, 1000),
      (.shift(.max), 1000, 1000), (.shift(.min), -1000, -1000), (.shift(0), 7, 7),
      (.shift(10), nil, nil),
    ] as [(AdjPlan, Int32?, Int32?)])
  func keepsEveryValueWithinTheRange(_ plan: AdjPlan, _ old: Int32?, _ new: Int32?) {
    #expect(plan.value(for: old) == new)
  }

  @Test(
    arguments: [
      (.set(0), 10, .set(10)), (.set(995), 10, .set(1000)), (.set(-1000), -100, .set(-1000)),
      (.shift(0), -100, .shift(-100)), (.shift(1950), 100, .shift(2000)),
      (.shift(-2000), -10, .shift(-2000)),
    ] as [(AdjPlan, Int32, AdjPlan)])
  func isNudged(_ plan: AdjPlan, _ step: Int32, _ next: AdjPlan) {
    #expect(plan.nudged(by: step) == next)
  }

  @Test func beginsWithTheValueRowsHaveInCommon() {
    #expect(AdjPlan.initial(for: [row(1, 5)]) == .set(5))
    #expect(AdjPlan.initial(for: [row(1, 5), row(2, 5)]) == .set(5))
    #expect(AdjPlan.initial(for: [row(1, 5), row(2, 6)]) == .shift(0))
    #expect(AdjPlan.initial(for: [row(1, nil)]) == .shift(0))
    #expect(AdjPlan.initial(for: [row(1, 5), row(2, nil)]) == .shift(0))
    #expect(AdjPlan.initial(for: []) == .shift(0))
  }

  @Test func makesAnEditOfEveryRowItCan() {
    let rows = [row(1, 0), row(2, nil), row(3, -990)]
    #expect(AdjPlan.shift(-20).edits(for: rows).map(\.new) == [-20, -1000])
    #expect(AdjPlan.shift(-20).edits(for: rows).map(\.process.pid) == [1, 3])
    #expect(AdjPlan.set(7).edits(for: rows).map(\.new) == [7, 7, 7])
    #expect(AdjPlan.set(7).edits(for: rows).map(\.old) == [0, nil, -990])
  }

  @Test func anEditSaysWhatItChanges() {
    let edits = AdjPlan.set(-500).edits(for: [row(4121, 0), row(2, nil), row(3, -500)])
    #expect(edits.map(\.line) == ["4121 p4121: 0 → -500", "2 p2: ? → -500", "3 p3: -500 → -500"])
    #expect(edits.map(\.isUnchanged) == [false, false, true])
  }
}
