/// The settings that decide what happens when memory runs out.
///
/// Source: `/proc/sys/vm`. Each is nil where it cannot be read.
public struct MemorySysctls: Sendable, Equatable {
  /// 0 kills, 1 panics where the whole host is short, 2 panics always.
  public var panicOnOOM: Int32?
  /// Not 0: whoever asks for memory dies, in place of a choice. Never inside a memory cgroup.
  public var oomKillAllocatingTask: Int32?
  /// 2 refuses memory beyond the commit limit when it is asked for.
  public var overcommitMemory: Int32?
  /// Whether a kill's report lists the processes.
  public var oomDumpTasks: Int32?
  /// 0 takes swap out of a group's total.
  public var swappiness: Int32?
  /// Unit: kibibytes.
  public var minFreeKbytes: Int32?
  /// Share of memory that counts for the commit limit. Unit: percent.
  public var overcommitRatio: Int32?
  /// Distance between the watermarks. Unit: 1/10,000 of a zone. Since: 4.6.
  public var watermarkScaleFactor: Int32?
  /// Fragmentation index up to which the kernel reclaims in place of compacting. Unit: 1/1000.
  public var extfragThreshold: Int32?

  public init(_ root: KernelRoot, _ buffer: inout ReadBuffer) {
    func read(_ file: String, _ buffer: inout ReadBuffer) -> Int32? {
      root.value(of: file, &buffer) { SmallNumber.parse($0) }
    }
    panicOnOOM = read("proc/sys/vm/panic_on_oom", &buffer)
    oomKillAllocatingTask = read("proc/sys/vm/oom_kill_allocating_task", &buffer)
    overcommitMemory = read("proc/sys/vm/overcommit_memory", &buffer)
    oomDumpTasks = read("proc/sys/vm/oom_dump_tasks", &buffer)
    swappiness = read("proc/sys/vm/swappiness", &buffer)
    minFreeKbytes = read("proc/sys/vm/min_free_kbytes", &buffer)
    overcommitRatio = read("proc/sys/vm/overcommit_ratio", &buffer)
    watermarkScaleFactor = read("proc/sys/vm/watermark_scale_factor", &buffer)
    extfragThreshold = read("proc/sys/vm/extfrag_threshold", &buffer)
  }
}
