import CBPF

/// What the kernel holds of one process, in the words of the files of `/proc` where they have it too.
///
/// Source: the BPF program's record. It points into the reader's buffer.
public struct TaskRecord {
  private let task: UnsafePointer<memtop_task>
  private let clockTick: UInt64

  init(_ task: UnsafePointer<memtop_task>, clockTick: UInt64) {
    self.task = task
    self.clockTick = clockTick
  }

  private func has(_ fact: some BinaryInteger) -> Bool { task.pointee.facts & UInt16(fact) != 0 }

  public var pid: Int32 { task.pointee.pid }
  /// Effective user.
  public var user: UInt32 { task.pointee.user }
  public var oomScoreAdj: Int32 { Int32(task.pointee.adj) }
  /// How far down an owner without `CAP_SYS_RESOURCE` may set `oom_score_adj`; in no file of `/proc`.
  public var oomScoreAdjMin: Int32 { Int32(task.pointee.adj_min) }
  /// Inode of the directory of the cgroup that accounts for the memory.
  public var cgroup: UInt64 { task.pointee.cgroup }
  /// Equal for all processes that live in one memory; nil for one that has none.
  public var memory: UInt64? { hasMemory ? task.pointee.memory : nil }

  public var isKernelThread: Bool { task.pointee.flags & 0x0020_0000 != 0 }
  public var hasMemory: Bool { has(MEMTOP_HAS_MEMORY.rawValue) }
  /// It let its memory go, or took another, while that was read: its sizes are not known.
  public var isMemoryChanged: Bool { has(MEMTOP_MEMORY_CHANGED.rawValue) }
  /// The sizes hold what each processor keeps to itself.
  public var isExact: Bool { has(MEMTOP_SUMMED.rawValue) }
  /// Its faults leave some threads out: there are too many.
  public var lacksFaults: Bool { has(MEMTOP_MORE_THREADS.rawValue) }
  /// The killer took this memory already, or must not (`MMF_OOM_SKIP`).
  public var isPassedOver: Bool { has(MEMTOP_PASSED_OVER.rawValue) }
  /// The killer takes it before all others: it turns swap off, or takes merged pages apart
  /// (`oom_flag_origin`).
  public var isTakenFirst: Bool { has(MEMTOP_ORIGIN.rawValue) }
  /// The killer chose it, and chooses nobody else until its memory is gone (`oom_mm`).
  public var isAwaited: Bool { has(MEMTOP_VICTIM.rawValue) }
  /// A child that runs in its parent's memory after `vfork`.
  public var isInVfork: Bool { has(MEMTOP_IN_VFORK.rawValue) }
  /// Pid 1 of the host, whatever its number is in this namespace.
  public var isInit: Bool { has(MEMTOP_INIT.rawValue) }

  public var stat: ProcessStat {
    let task = task.pointee
    return ProcessStat(
      state: TaskState.letter(state: task.state, exitState: task.exit_state),
      parent: task.parent, flags: task.flags, majorFaults: task.major_faults,
      threads: task.threads, startTime: task.start / clockTick,
      resident: hasMemory
        ? rough(MEMTOP_FILE).addingSaturated(rough(MEMTOP_ANON))
          .addingSaturated(rough(MEMTOP_SHMEM)) : isMemoryChanged ? nil : 0)
  }

  /// Unit: pages. All zero without a memory.
  public var statm: ProcessStatm {
    guard hasMemory else { return ProcessStatm(size: 0, resident: 0, shared: 0) }
    let shared = pages(MEMTOP_FILE).addingSaturated(pages(MEMTOP_SHMEM))
    return ProcessStatm(
      size: task.pointee.total_vm, resident: shared.addingSaturated(pages(MEMTOP_ANON)),
      shared: shared)
  }

  /// The sizes of `status`; none without a memory.
  public func status(pageSize: UInt64) -> ProcessStatus {
    var status = ProcessStatus()
    status.effectiveUser = user
    guard hasMemory else { return status }
    status.rssAnon = pages(MEMTOP_ANON).multipliedSaturated(by: pageSize)
    status.rssFile = pages(MEMTOP_FILE).multipliedSaturated(by: pageSize)
    status.rssShmem = pages(MEMTOP_SHMEM).multipliedSaturated(by: pageSize)
    status.vmSwap = pages(MEMTOP_SWAP).multipliedSaturated(by: pageSize)
    status.vmPTE = pageTables
    return status
  }

  /// Unit: bytes.
  public var pageTables: UInt64 { UInt64(clamping: task.pointee.page_tables) }

  /// Memory resident and swapped out. Unit: pages.
  ///
  /// - Parameter isRough: by the counters that the killer of 6.2 to 6.19 reads.
  public func held(isRough: Bool) -> UInt64 {
    var sum: UInt64 = 0
    for counter in [MEMTOP_FILE, MEMTOP_ANON, MEMTOP_SWAP, MEMTOP_SHMEM] {
      sum = sum.addingSaturated(isRough ? rough(counter) : pages(counter))
    }
    return sum
  }

  /// The name, of at most 15 bytes.
  public func withComm<R>(_ body: (Span<UInt8>) -> R) -> R {
    withUnsafeBytes(of: task.pointee.comm) { bytes in
      let end = bytes.firstIndex(of: 0) ?? bytes.count
      return body(
        UnsafeRawBufferPointer(rebasing: bytes[..<end])
          .assumingMemoryBound(to: UInt8.self).span)
    }
  }

  private typealias Counter = memtop_counter

  /// A counter without what processors keep to themselves; the kernel takes negative ones for none.
  private func rough(_ which: Counter) -> UInt64 {
    UInt64(clamping: base(which))
  }

  private func base(_ which: Counter) -> Int64 {
    withUnsafeBytes(of: task.pointee.counters) {
      $0.assumingMemoryBound(to: Int64.self)[Int(which.rawValue)]
    }
  }

  private func pages(_ which: Counter) -> UInt64 {
    withUnsafeBytes(of: task.pointee.unsummed) {
      UInt64(
        clamping: base(which).addingSaturated(
          Int64($0.assumingMemoryBound(to: Int32.self)[Int(which.rawValue)])))
    }
  }
}
