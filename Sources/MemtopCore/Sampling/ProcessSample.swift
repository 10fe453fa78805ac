import LinuxKernel

/// A piece of the text that a `ProcessTable` keeps for its rows.
public struct TextRange: Sendable, Equatable {
  var start: UInt32 = 0
  var length: UInt32 = 0
}

/// What one reading told of one process: absolute values, nothing computed.
///
/// It is small and has no references, since ten thousand of them are held twice. Every value is nil
/// until its file was read, and where the kernel does not give it.
public struct ProcessSample: Sendable {
  public let pid: Int32
  /// The files read at this sample.
  public private(set) var read: ProcessFileSet = []
  /// The files read at this sample or an earlier one, whatever came of it.
  private(set) var tried: ProcessFileSet = []
  /// The files that were understood, at this sample or an earlier one.
  public package(set) var known: ProcessFileSet = []
  /// The files that the right to read is missing for.
  public internal(set) var denied: ProcessFileSet = []
  /// The files that could not be read although they are there; `ProcessTable.readError` tells why.
  public internal(set) var failed: ProcessFileSet = []
  private var present: Present = []
  private var stateByte: UInt8 = 0
  private var adj: Int16 = 0
  private var adjMin: Int16 = 0
  private var parentPID: Int32 = 0
  private var user: UInt32 = 0
  private var flags: UInt32 = 0
  private var threadCount: Int32 = 0
  private var score: Int32 = 0
  private var start: UInt64 = 0
  private var faults: UInt64 = 0
  private var residentPages: UInt64 = 0
  private var memoryNumber: UInt64 = 0
  private var sizes = Sizes()
  package var commRange = TextRange()
  var cgroupRange = TextRange()
  var cmdlineRange = TextRange()
  /// Where `GrowthHistory` keeps this process.
  var growthSlot: Int32 = -1
  /// The slot is of another process that had this pid before.
  var growthRestarts = false

  private struct Present: OptionSet {
    let rawValue: UInt32
    static let stat = Self(rawValue: 1)
    static let statm = Self(rawValue: 2)
    static let user = Self(rawValue: 4)
    static let score = Self(rawValue: 8)
    static let adj = Self(rawValue: 16)
    static let swap = Self(rawValue: 32)
    static let pageTables = Self(rawValue: 64)
    static let anon = Self(rawValue: 128)
    static let file = Self(rawValue: 256)
    static let shmem = Self(rawValue: 512)
    static let resident = Self(rawValue: 1024)
    static let administers = Self(rawValue: 2048)
    static let memory = Self(rawValue: 4096)
    static let takenFirst = Self(rawValue: 8192)
    static let awaited = Self(rawValue: 16384)
    static let peak = Self(rawValue: 1 << 15)
    static let locked = Self(rawValue: 1 << 16)
    static let hugetlb = Self(rawValue: 1 << 17)
    static let growing = Self(rawValue: 1 << 18)
    static let adjMin = Self(rawValue: 1 << 19)

    /// Keeps a size where it is told.
    mutating func keep(_ value: UInt64?, in size: inout UInt64, as bit: Present) {
      guard let value else { return }
      size = value
      insert(bit)
    }
  }

  private struct Sizes {
    var virt: UInt64 = 0
    var rss: UInt64 = 0
    var shr: UInt64 = 0
    var swap: UInt64 = 0
    var pageTables: UInt64 = 0
    var anon: UInt64 = 0
    var file: UInt64 = 0
    var shmem: UInt64 = 0
    var peak: UInt64 = 0
    var locked: UInt64 = 0
    var hugetlb: UInt64 = 0
  }

  package init(pid: Int32) { self.pid = pid }

  /// The process's identity; where `stat` cannot be read the start time is 0 and no act is possible.
  public var id: ProcessID { ProcessID(pid: pid, startTime: start) }

  /// Unit: clock ticks after boot. Source: `stat` field 22.
  public var startTime: UInt64? { present.contains(.stat) ? start : nil }
  /// Source: `stat` field 3.
  public var state: UInt8? { present.contains(.stat) ? stateByte : nil }
  /// Source: `stat` field 4.
  public var parent: Int32? { present.contains(.stat) ? parentPID : nil }
  /// Source: `stat` field 20.
  public var threads: Int32? { present.contains(.stat) ? threadCount : nil }
  /// Since the process began. Source: `stat` field 12.
  public var majorFaults: UInt64? { present.contains(.stat) ? faults : nil }
  /// Memory resident by the counters that the killer of 6.2 to 6.19 reads. Unit: pages.
  /// Source: `stat` field 24, of this sample only.
  public var statResident: UInt64? { present.contains(.resident) ? residentPages : nil }
  /// The process may administer the system. Source: `status` key `CapEff`.
  public var canAdminister: Bool { present.contains(.administers) }
  /// Source: `stat` field 9, flag `PF_KTHREAD`.
  public var isKernelThread: Bool { present.contains(.stat) && flags & 0x0020_0000 != 0 }
  /// Effective user. Source: owner of `/proc/PID`, or `status` key `Uid`.
  public var uid: UInt32? { present.contains(.user) ? user : nil }
  /// Address space promised. Unit: bytes. Source: `statm` field 1.
  public var virt: UInt64? { present.contains(.statm) ? sizes.virt : nil }
  /// Memory resident, shared pages included. Unit: bytes. Source: `statm` field 2.
  public var rss: UInt64? { present.contains(.statm) ? sizes.rss : nil }
  /// The file and shmem part of `rss`. Unit: bytes. Source: `statm` field 3.
  public var shr: UInt64? { present.contains(.statm) ? sizes.shr : nil }
  /// Equal for processes that live in one memory; only the kernel's list of tasks tells it.
  public var memory: UInt64? { present.contains(.memory) ? memoryNumber : nil }
  /// The killer takes it before all others; only the kernel's list of tasks tells it.
  public var isTakenFirst: Bool { present.contains(.takenFirst) }
  /// The killer chose it and waits until its memory is gone; only the kernel's list of tasks tells it.
  public var isAwaited: Bool { present.contains(.awaited) }
  /// Source: `oom_score`.
  public var oomScore: Int32? { present.contains(.score) ? score : nil }
  /// Source: `oom_score_adj`.
  public var oomScoreAdj: Int32? { present.contains(.adj) ? Int32(adj) : nil }
  /// The lowest that may be set without `CAP_SYS_RESOURCE`; only the kernel's list of tasks tells it.
  public var oomScoreAdjMin: Int32? { present.contains(.adjMin) ? Int32(adjMin) : nil }
  /// Unit: bytes. Source: `status` key `VmSwap`.
  public var swap: UInt64? { present.contains(.swap) ? sizes.swap : nil }
  /// Unit: bytes. Source: `status` key `VmPTE`.
  public var pageTables: UInt64? { present.contains(.pageTables) ? sizes.pageTables : nil }
  /// Unit: bytes. Source: `status` key `RssAnon`.
  public var anon: UInt64? { present.contains(.anon) ? sizes.anon : nil }
  /// Unit: bytes. Source: `status` key `RssFile`.
  public var file: UInt64? { present.contains(.file) ? sizes.file : nil }
  /// Unit: bytes. Source: `status` key `RssShmem`.
  public var shmem: UInt64? { present.contains(.shmem) ? sizes.shmem : nil }
  /// The most that was ever resident. Unit: bytes. Source: `status` key `VmHWM`.
  public var peak: UInt64? { present.contains(.peak) ? sizes.peak : nil }
  /// Kept in RAM by mlock. Unit: bytes. Source: `status` key `VmLck`.
  public var locked: UInt64? { present.contains(.locked) ? sizes.locked : nil }
  /// Pages of the reserved pools, which are not in `rss`. Unit: bytes. Source: `status` key
  /// `HugetlbPages`.
  public var hugetlb: UInt64? { present.contains(.hugetlb) ? sizes.hugetlb : nil }

  /// `LeakWatch` follows how it grows, and wants its sizes often.
  var isGrowing: Bool {
    get { present.contains(.growing) }
    set { if newValue { present.insert(.growing) } else { present.remove(.growing) } }
  }

  /// Facts that seldom change and are shown from an earlier reading until they are read again.
  static func carrying(_ earlier: ProcessSample) -> ProcessSample {
    var next = ProcessSample(pid: earlier.pid)
    next.known = earlier.known.intersection(keepable)
    next.tried = earlier.tried.intersection(keepable)
    next.denied = earlier.denied.intersection(keepable)
    next.present = earlier.present.intersection([.stat, .user, .growing])
    next.stateByte = earlier.stateByte
    next.parentPID = earlier.parentPID
    next.user = earlier.user
    next.flags = earlier.flags
    next.threadCount = earlier.threadCount
    next.start = earlier.start
    next.faults = earlier.faults
    next.growthSlot = earlier.growthSlot
    next.growthRestarts = earlier.growthRestarts
    return next
  }

  static let keepable: ProcessFileSet = [.stat, .owner, .cgroup, .comm, .cmdline]

  /// These files were read, or refused; what they tell is not known until it was understood.
  package mutating func noteRead(_ files: ProcessFileSet, isDenied: Bool) {
    read.formUnion(files)
    tried.formUnion(files)
    known.subtract(files)
    if isDenied { denied.formUnion(files) } else { denied.subtract(files) }
    failed.subtract(files)
  }

  /// These files are there and could not be read. What seldom changes is read again at the next sample.
  mutating func noteFailed(_ files: ProcessFileSet) {
    failed.formUnion(files)
    tried.subtract(files)
  }

  /// The pid turned out to serve another process: nothing but what was just read is known of it.
  mutating func forgetUnread() {
    known.formIntersection(read)
    denied.formIntersection(read)
    failed.formIntersection(read)
    tried = read
    if !read.contains(.owner) { present.remove(.user) }
  }

  /// These files' values were taken over at this sample, whatever told them.
  mutating func noteUnderstood(_ files: ProcessFileSet) {
    noteRead(files, isDenied: false)
    known.formUnion(files)
  }

  /// Takes what the kernel's list of tasks tells.
  ///
  /// - Parameter score: `oom_score`, where it is known from the same numbers.
  mutating func take(_ task: TaskRecord, pageSize: UInt64, score: Int32?) {
    take(task.stat)
    take(uid: task.user)
    take(oomScoreAdj: task.oomScoreAdj)
    adjMin = Int16(truncatingIfNeeded: task.oomScoreAdjMin)
    present.insert(.adjMin)
    noteUnderstood([.stat, .owner, .oomScoreAdj])
    if !task.isMemoryChanged {
      _ = take(task.statm, pageSize: pageSize)
      take(task.status(pageSize: pageSize))
      noteUnderstood([.statm, .status])
    }
    if let memory = task.memory {
      memoryNumber = memory
      present.insert(.memory)
    }
    take(isTakenFirst: task.isTakenFirst, isAwaited: task.isAwaited)
    // Faults that leave threads out are not to be compared with those of `stat`.
    if task.lacksFaults { read.remove(.stat) }
    guard let score else { return }
    take(oomScore: score)
    noteUnderstood(.oomScore)
  }

  /// Keeps what an earlier reading of the same process told and this one does not.
  mutating func carry(_ earlier: ProcessSample) {
    let kept = Self.keepable.subtracting(read)
    known.formUnion(earlier.known.intersection(kept))
    tried.formUnion(earlier.tried.intersection(kept))
    denied.formUnion(earlier.denied.intersection(kept))
    growthSlot = earlier.growthSlot
    growthRestarts = earlier.growthRestarts
    isGrowing = earlier.isGrowing
  }

  mutating func forgetScore() {
    present.remove(.score)
    read.remove(.oomScore)
    known.remove(.oomScore)
  }

  package mutating func take(_ stat: ProcessStat) {
    present.insert(.stat)
    stateByte = stat.state
    parentPID = stat.parent
    flags = stat.flags
    faults = stat.majorFaults
    threadCount = stat.threads
    start = stat.startTime
    if let resident = stat.resident {
      residentPages = resident
      present.insert(.resident)
    }
  }

  /// Takes sizes given in pages; false when one does not fit in bytes.
  package mutating func take(_ statm: ProcessStatm, pageSize: UInt64) -> Bool {
    // Without an address space (kernel thread, zombie) the kernel prints zeros: there is no size.
    guard statm.size > 0 else { return true }
    let virt = statm.size.multipliedReportingOverflow(by: pageSize)
    let rss = statm.resident.multipliedReportingOverflow(by: pageSize)
    let shr = statm.shared.multipliedReportingOverflow(by: pageSize)
    if virt.overflow || rss.overflow || shr.overflow { return false }
    sizes.virt = virt.partialValue
    sizes.rss = rss.partialValue
    sizes.shr = shr.partialValue
    present.insert(.statm)
    return true
  }

  mutating func take(_ status: ProcessStatus) {
    if status.canAdminister == true { present.insert(.administers) }
    present.keep(status.vmSwap, in: &sizes.swap, as: .swap)
    present.keep(status.vmPTE, in: &sizes.pageTables, as: .pageTables)
    present.keep(status.rssAnon, in: &sizes.anon, as: .anon)
    present.keep(status.rssFile, in: &sizes.file, as: .file)
    present.keep(status.rssShmem, in: &sizes.shmem, as: .shmem)
  }

  mutating func take(_ own: ProcessOwnSizes) {
    present.keep(own.vmHWM, in: &sizes.peak, as: .peak)
    present.keep(own.vmLck, in: &sizes.locked, as: .locked)
    present.keep(own.hugetlbPages, in: &sizes.hugetlb, as: .hugetlb)
  }

  mutating func take(uid: UInt32) {
    user = uid
    present.insert(.user)
  }

  package mutating func take(oomScore: Int32) {
    score = oomScore
    present.insert(.score)
  }

  mutating func take(oomScoreAdj: Int32) {
    adj = Int16(truncatingIfNeeded: oomScoreAdj)
    present.insert(.adj)
  }

  mutating func take(isTakenFirst: Bool, isAwaited: Bool) {
    if isTakenFirst { present.insert(.takenFirst) }
    if isAwaited { present.insert(.awaited) }
  }
}
