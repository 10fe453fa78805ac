import LinuxKernel

/// Reads what the rules want beside a sample: the cheap files of each, the dear ones where asked.
public struct DiagnosisReader: ~Copyable {
  private let root: KernelRoot
  private var buffer = ReadBuffer()
  private let mounts: [CgroupMount]
  private let hasLxcfs: Bool
  private let ownLimit: UInt64?
  private var groups = LimitedGroups()

  /// Groups looked at in one sample at most.
  static let groupLimit = 4096

  public init(_ root: KernelRoot) {
    self.root = root
    mounts = CgroupMount.list(root, &buffer)
    hasLxcfs = Lxcfs.isMounted(root, &buffer)
    ownLimit = root.hasFolder("proc/self") ? OwnMemoryLimit.read(root) : nil
  }

  /// The facts of a model's current sample.
  public mutating func facts(_ model: borrowing Model) -> DiagnosisFacts {
    var facts = DiagnosisFacts()
    buffer.forgetFailure()
    let sample = model.sample
    facts.time = Double(sample.monotonic) / 1e9
    facts.pageSize = model.facts.pageSize
    facts.isLive = model.facts.isLive
    facts.namesGroupsAsLog = model.facts.namesGroupsAsLog
    facts.memInfo = sample.memInfo.value
    facts.vmStat = sample.vmStat.value
    facts.pressure = sample.pressure.value
    facts.swaps = sample.swaps.value
    facts.ioPressure = value("proc/pressure/io") { MemoryPressure($0) }
    facts.zones = value("proc/zoneinfo") { ZoneInfo($0) }?.zones ?? []
    facts.blocks = value("proc/buddyinfo") { FreeBlocks.parse($0) } ?? []
    // It walks the free lists with the zone locked, and a capture alone may hold it without the other.
    if facts.blocks.isEmpty {
      facts.typedBlocks = value("proc/pagetypeinfo") { FreeBlocks.parse($0) } ?? []
    }
    facts.slabs = root.reading(of: "proc/slabinfo", &buffer) { SlabCache.parse($0) }
    facts.pools = HugePagePool.list(root, &buffer)
    facts.zram = ZramStat.list(of: facts.swaps ?? [], root, &buffer).map(\.stat)
    facts.arc = value("proc/spl/kstat/zfs/arcstats") { ArcStats($0) }
    facts.hasZFS =
      facts.arc != nil || root.hasFolder("sys/module/zfs") || root.hasFolder("proc/spl")
    facts.groups = groups.read(
      root, mounts, count: Self.groupLimit, now: sample.monotonic, &buffer)
    facts.ownLimit = ownLimit
    facts.hasLxcfs = hasLxcfs
    facts.sysctls = MemorySysctls(root, &buffer)
    facts.segments = value("proc/sysvipc/shm") { SharedSegment.parse($0) } ?? []
    facts.tmpfs = TmpfsMount.list(root, &buffer)
    facts.dentries = value("proc/sys/fs/dentry-state") { DentryState($0) }
    facts.ksmSharing = KsmStat.pagesSharing(root, &buffer)
    facts.nodes = NodeMemInfo.list(root, &buffer)
    Self.processes(model, &facts)
    facts.leaks = Self.leaks(model)
    facts.missing = missing(sample)
    return facts
  }

  private mutating func value<T>(_ file: String, _ parse: (Span<UInt8>) -> T?) -> T? {
    root.value(of: file, &buffer, parse)
  }

  private func missing(_ sample: borrowing Sample) -> [DiagnosisFacts.Missing] {
    let failure = buffer.failure.map {
      [DiagnosisFacts.Missing("/" + VisibleText.make($0.file), ErrnoText.describe($0.errno))]
    }
    return [
      ("/proc/meminfo", sample.memInfo.reason(root)), ("/proc/vmstat", sample.vmStat.reason(root)),
      ("/proc/pressure/memory", sample.pressure.reason(root)),
      ("/proc/swaps", sample.swaps.reason(root)),
    ].compactMap { file, reason in reason.map { DiagnosisFacts.Missing(file, $0) } }
      + (failure ?? [])
  }

  /// Of more processes than these only those are looked at that the rules follow.
  static let most = 1024

  private static func processes(_ model: borrowing Model, _ facts: inout DiagnosisFacts) {
    let table = model.processes
    let least = table.rows.count > most ? DiagnosisHistory.least : 0
    var count = 0
    for (row, process) in table.rows.enumerated() where !process.isKernelThread {
      guard let anon = process.anon ?? process.rss else { continue }
      count += 1
      guard anon.addingSaturated(process.swap ?? 0) >= least || (process.rss ?? 0) >= least
      else { continue }
      facts.processes.append(
        DiagnosisProcess(
          id: process.id,
          name: table.comm(row).map { VisibleText.make($0) } ?? String(process.pid),
          group: table.cgroup(row).map { VisibleText.make($0) }, anon: anon,
          swap: process.swap ?? 0, rss: process.rss ?? anon, shmem: process.shmem ?? 0,
          pageTables: process.pageTables ?? 0))
    }
    facts.processCount = count > 0 ? count : nil
  }

  private static func leaks(_ model: borrowing Model) -> [DiagnosisFacts.Leak] {
    let table = model.processes
    return model.leakSuspects.compactMap { process, trend in
      guard let row = table.index(of: process) else { return nil }
      let name = table.comm(row).map { VisibleText.make($0) } ?? String(process.pid)
      return DiagnosisFacts.Leak(
        process: process, label: "\(name) (\(process.pid))",
        group: table.cgroup(row).map { VisibleText.make($0) },
        size: table.rows[row].held, trend: trend)
    }
  }

  /// Files of each process that the rules want.
  public static let files: ProcessFileSet = [.stat, .statm, .status, .comm, .cgroup]
}
