import LinuxKernel

/// Reads what the kernel tells of its own memory. Keeps the reading before, for rates.
public struct KernelReader: ~Copyable {
  private var buffer = ReadBuffer()
  private var before: (time: Double, vmStat: VMStat?)?
  private var slabs: Reading<[SlabUse]> = .absent
  /// When the caches were read; their file keeps the allocator's lock while it is made.
  private var slabsReadAt: Double?
  private var slabSizes: [String: UInt64] = [:]
  /// What was answered for a cache; it does not change while the cache is there.
  private var accounts: [String: Bool?] = [:]

  private let slabInterval: Double

  /// - Parameter slabInterval: the slab caches are read so far apart at least. Unit: seconds.
  public init(slabInterval: Double = 0) { self.slabInterval = slabInterval }

  /// Reads a host; the trees of a series are read in turn by one reader.
  public mutating func read(_ root: KernelRoot) -> KernelMemory {
    var memory = KernelMemory()
    buffer.forgetFailure()
    memory.pageSize = root.pageSize
    memory.time = time(root)
    memory.memInfo = value("proc/meminfo", root, &memory) { MemInfo($0) }
    memory.vmStat = value("proc/vmstat", root, &memory) { VMStat($0) }
    memory.zones =
      value("proc/zoneinfo", root, &memory) { ZoneInfo($0) }?.zones
      .filter { ($0.present ?? $0.managed) != 0 } ?? []
    memory.blocks = value("proc/buddyinfo", root, &memory) { FreeBlocks.parse($0) } ?? []
    memory.slabs = slabs(root, at: memory.time)
    note(memory.slabs, "proc/slabinfo", root, &memory)
    memory.arc = value("proc/spl/kstat/zfs/arcstats", root, &memory) { ArcStats($0) }
    memory.ksm = KsmStat(root, &buffer)
    memory.sysctls = MemorySysctls(root, &buffer)
    memory.pools = HugePagePool.list(root, &buffer)
    memory.zram = ZramStat.all(root, &buffer).map {
      KernelMemory.Zram(name: VisibleText.make($0.name), stat: $0.stat)
    }
    memory.nodes = NodeMemInfo.list(root, &buffer)
    noteLists(root, &memory)
    if let time = memory.time {
      if let before, time > before.time {
        memory.span = time - before.time
        memory.earlier = before.vmStat
      }
      before = (time, memory.vmStat)
    }
    return memory
  }

  /// A capture tells when it was taken by its uptime.
  private mutating func time(_ root: KernelRoot) -> Double? {
    if root.isLive { return Double(KernelClock.monotonic()) / 1e9 }
    return root.value(of: "proc/uptime", &buffer) { Uptime.parse($0) }.map { Double($0) / 1e9 }
  }

  private mutating func value<T>(
    _ file: String, _ root: KernelRoot, _ memory: inout KernelMemory, _ parse: (Span<UInt8>) -> T?
  ) -> T? {
    let reading = root.reading(of: file, &buffer, parse)
    note(reading, file, root, &memory)
    return reading.value
  }

  private func note<T>(
    _ reading: Reading<T>, _ file: String, _ root: KernelRoot, _ memory: inout KernelMemory
  ) {
    guard let reason = reading.reason(root) else { return }
    memory.unknown.append(DiagnosisFacts.Missing("/" + file, reason))
  }

  /// What is found by listing a folder, or of files that each tell one number.
  private func noteLists(_ root: KernelRoot, _ memory: inout KernelMemory) {
    let lists: [(String, Bool)] = [
      ("/sys/kernel/mm/hugepages", memory.pools.isEmpty),
      ("/sys/kernel/mm/ksm", memory.ksm?.sharing == nil),
      ("/sys/block/zram*", memory.zram.isEmpty),
      ("/sys/devices/system/node", memory.nodes.isEmpty),
    ]
    let absent: Reading<Never> = .absent
    for (what, isEmpty) in lists where isEmpty {
      memory.unknown.append(DiagnosisFacts.Missing(what, absent.reason(root) ?? ""))
    }
    if let failure = buffer.failure {
      let file = "/" + VisibleText.make(failure.file)
      if !memory.unknown.contains(where: { $0.what == file }) {
        memory.unknown.append(DiagnosisFacts.Missing(file, ErrnoText.describe(failure.errno)))
      }
    }
  }

  private mutating func slabs(_ root: KernelRoot, at time: Double?) -> Reading<[SlabUse]> {
    if let time, let slabsReadAt, time >= slabsReadAt, time - slabsReadAt < slabInterval {
      return slabs
    }
    let reading = root.reading(of: "proc/slabinfo", &buffer) { SlabCache.parse($0) }
    var sizes: [String: UInt64] = [:]
    let span = time.flatMap { now in slabsReadAt.map { now - $0 } }.flatMap { $0 > 0 ? $0 : nil }
    switch reading {
    case .value(let caches):
      let all = caches.map { $0.pages.multipliedSaturated(by: root.pageSize) }
      let total = all.reduce(0 as UInt64) { $0.addingSaturated($1) }
      var uses: [SlabUse] = []
      for (cache, size) in zip(caches, all) {
        sizes[cache.name] = size
        let growth = span.flatMap { span in
          slabSizes[cache.name].map { (Double(size) - Double($0)) / span }
        }
        uses.append(
          SlabUse(
            cache: cache, size: size,
            share: total > 0 ? Double(size) * 100 / Double(total) : nil,
            isReclaimable: account(cache.name, root), growth: growth))
      }
      slabs = .value(uses)
    case .absent: slabs = .absent
    case .denied: slabs = .denied
    case .failed(let code): slabs = .failed(errno: code)
    case .malformed(let what): slabs = .malformed(what)
    }
    slabSizes = sizes
    slabsReadAt = time
    return slabs
  }

  private mutating func account(_ cache: String, _ root: KernelRoot) -> Bool? {
    if let known = accounts[cache] { return known }
    let answer = SlabAccount.isReclaimable(cache, root, &buffer)
    accounts[cache] = .some(answer)
    return answer
  }
}
