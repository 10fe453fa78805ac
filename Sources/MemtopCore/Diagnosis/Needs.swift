import LinuxKernel

/// What a host's programs and kernel want, and what could be given back. Unit of sizes: bytes.
public struct Needs: Sendable, Equatable {
  /// One setting, with what is to be thought of it.
  public struct Setting: Sendable, Equatable {
    public let name: String
    public let value: String
    public let judgement: String
  }

  /// `MemTotal`.
  public var total: UInt64?
  /// Anonymous and shared memory and what the kernel does not give back.
  public var demand: UInt64?
  /// The largest demand of the watch.
  public var peakDemand: UInt64?
  /// Page cache without shared memory, and slab that is given back.
  public var reclaimable: UInt64?
  public var available: UInt64?
  /// How much more would leave a tenth available; nil where nothing is short.
  public var missing: UInt64?
  public var processes: [String] = []
  public var groups: [String] = []
  public var settings: [Setting] = []

  public init(_ watch: DiagnosisWatch) {
    let facts = watch.facts
    let memory = HostMemory(facts)
    total = memory.total?.value
    demand = Self.demand(memory)
    peakDemand = watch.peakDemand > 0 ? watch.peakDemand : nil
    available = memory.obtainable
    if let cached = memory.size(.cached) {
      let shmem = memory.size(.shmem) ?? 0
      reclaimable = (cached >= shmem ? cached - shmem : 0)
        .addingSaturated(memory.size(.buffers) ?? 0)
        .addingSaturated(memory.size(.sReclaimable) ?? 0)
    }
    if let verdict = watch.verdict, verdict.level >= .strained, verdict.short == .yes,
      let base = memory.base, let obtainable = memory.obtainable, obtainable < base / 10
    {
      missing = base / 10 - obtainable
    }
    processes = facts.processes.sorted { $0.demand > $1.demand }.prefix(5)
      .map { "\($0.label): \(Quantity.bytes($0.demand))" }
    groups = Self.groups(facts)
    settings = Self.settings(facts, memory)
  }

  static func demand(_ memory: HostMemory) -> UInt64? {
    guard let anon = memory.size(.anonPages) else { return nil }
    let keys: [MemInfo.Key] = [.shmem, .sUnreclaim, .kernelStack, .pageTables, .percpu]
    return keys.reduce(anon) { $0.addingSaturated(memory.size($1) ?? 0) }
  }

  private static func groups(_ facts: DiagnosisFacts) -> [String] {
    var sums: [String: UInt64] = [:]
    for process in facts.processes {
      if let group = process.group {
        sums[group] = (sums[group] ?? 0).addingSaturated(process.demand)
      }
    }
    return sums.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(5)
      .map { "\($0.key): \(Quantity.bytes($0.value))" }
  }

  private static func settings(_ facts: DiagnosisFacts, _ memory: HostMemory) -> [Setting] {
    guard let all = facts.sysctls else { return [] }
    var settings: [Setting] = []
    func add(_ name: String, _ value: Int32?, _ judgement: (Int32) -> String) {
      guard let value else { return }
      settings.append(Setting(name: name, value: String(value), judgement: judgement(value)))
    }
    add("vm.overcommit_memory", all.overcommitMemory) {
      $0 == 2 ? "requests fail at the commit limit" : "the commit limit means nothing in this mode"
    }
    if all.overcommitMemory == 2 {
      add("vm.overcommit_ratio", all.overcommitRatio) {
        "\($0) % of memory, with swap, may be promised"
      }
    }
    add("vm.swappiness", all.swappiness) {
      $0 == 0
        ? "programs are swapped at the very last" : $0 > 100 ? "meant for swap in memory" : "usual"
    }
    add("vm.min_free_kbytes", all.minFreeKbytes) { value in
      guard let share = memory.share(UInt64(clamping: value).multipliedSaturated(by: 1024)) else {
        return ""
      }
      return share > 5
        ? "a large reserve (\(Quantity.percent(share)))"
        : "a reserve of \(Quantity.percent(share))"
    }
    add("vm.watermark_scale_factor", all.watermarkScaleFactor) {
      $0 == 10 ? "usual" : "kswapd wakes earlier than usual"
    }
    add("vm.panic_on_oom", all.panicOnOOM) {
      $0 == 0 ? "the kernel kills" : "the host panics when memory runs out"
    }
    if let total = memory.swapTotal {
      settings.append(
        Setting(
          name: "swap", value: Quantity.bytes(total),
          judgement: total == 0
            ? "none: a peak meets the killer at once"
            : memory.hasZram ? "made of memory, in part or whole" : "on a disk"))
    }
    return settings
  }
}
