import LinuxKernel
import MemtopCore
import Testing

/// What the capturing user could not read is denied: neither absent nor zero.
@Suite struct TreeDeniedTests {
  static let trees = CapturedTree.real.filter { !$0.denied.isEmpty }

  /// Where each field's value comes from. The pid is a name, and a rank comes from many files: where
  /// one is refused the rank cannot be told.
  static let files: [(field: Field, file: String)] = [
    (.user, "status"), (.swap, "status"), (.anon, "status"), (.file, "status"),
    (.shmem, "status"), (.pageTables, "status"), (.rss, "statm"), (.virt, "statm"),
    (.shr, "statm"), (.memPercent, "statm"), (.growth, "statm"), (.oomScore, "oom_score"),
    (.oomScoreAdj, "oom_score_adj"), (.ppid, "stat"), (.state, "stat"), (.threads, "stat"),
    (.majorFaults, "stat"), (.startTime, "stat"), (.comm, "stat"), (.cgroup, "cgroup"),
    (.unit, "cgroup"), (.cmdline, "cmdline"), (.priv, "statm"), (.peak, "status"),
    (.locked, "status"), (.hugetlb, "status"), (.leak, "status"), (.group, "cgroup"),
  ]

  @Test func everyFieldIsCovered() {
    #expect(!Self.trees.isEmpty)
    #expect(
      Set(Self.files.map(\.field.id) + ["pid", "killRank", "oomScoreAdjMin", "pss", "uss"])
        == Set(Field.all.map(\.id)))
  }

  @Test(arguments: trees) func refusedFilesAreDenied(tree: CapturedTree) throws {
    let model = try tree.model()
    var refused = 0
    for (row, process) in model.processes.rows.enumerated() {
      for (field, file) in Self.files {
        let value = field.value(model, row)
        if tree.process(process.pid).isDenied(file) {
          #expect(value == .denied, "\(process.pid) \(field.id)")
          refused += 1
        } else {
          #expect(value != .denied, "\(process.pid) \(field.id)")
        }
      }
    }
    #expect(refused > 0)
    #expect(model.processes.malformed == 0)
  }

  /// A second sample keeps what is refused refused.
  @Test(arguments: trees) func itStaysSo(tree: CapturedTree) throws {
    let model = try CapturedTree.model([tree, tree])
    #expect(model.processes.rows.map(\.pid) == tree.pids)
    for (row, process) in model.processes.rows.enumerated() {
      for (field, file) in Self.files where tree.process(process.pid).isDenied(file) {
        #expect(field.value(model, row) == .denied, "\(process.pid) \(field.id)")
      }
    }
  }

  @Test func hidepidHidesAllButOnesOwn() throws {
    let rows = try CapturedTree.named("hidepid1").model().processes.rows
    #expect(rows.count == 66)
    #expect(rows.filter { $0.rss != nil }.map(\.pid) == [175])
  }
}
