import CBPF
import Testing

@testable import LinuxKernel

/// Records with numbers that no kernel should write: they saturate, and what changed is not told.
@Suite struct TaskRecordTests {
  private func withRecord(_ change: (inout memtop_task) -> Void, _ body: (TaskRecord) -> Void) {
    var task = memtop_task()
    task.pid = 7
    task.facts = UInt16(MEMTOP_HAS_MEMORY.rawValue | MEMTOP_SUMMED.rawValue)
    change(&task)
    withUnsafePointer(to: task) { body(TaskRecord($0, clockTick: 10_000_000)) }
  }

  @Test func sumsOfTheLargestCountersSaturate() {
    withRecord {
      $0.counters = (.max, .max, .max, .max)
      $0.unsummed = (.max, .max, .max, .max)
      $0.page_tables = .max
      $0.total_vm = .max
    } _: { record in
      #expect(record.statm.resident == UInt64.max)
      #expect(record.stat.resident == UInt64.max)
      #expect(record.held(isRough: false) == .max && record.held(isRough: true) == .max)
      #expect(record.status(pageSize: 4096).rssAnon == .max)
    }
  }

  @Test func negativeCountersAreNone() {
    withRecord {
      $0.counters = (.min, .min, .min, .min)
      $0.unsummed = (.min, .min, .min, .min)
      $0.page_tables = .min
    } _: { record in
      #expect(record.statm.resident == 0)
      #expect(record.held(isRough: false) == 0)
      #expect(record.pageTables == 0)
    }
  }

  @Test func aMemoryThatChangedIsNotTold() {
    withRecord {
      $0.facts = UInt16(MEMTOP_MEMORY_CHANGED.rawValue)
    } _: { record in
      #expect(record.isMemoryChanged && !record.hasMemory && record.memory == nil)
      // Not zero pages, as of one that has none.
      #expect(record.stat.resident == nil)
    }
  }
}
