import LinuxKernel

extension CgroupField {
  /// What the memory is.
  static let memoryKinds: [CgroupField] = [
    stat("anon", ["anon"], v1: ["total_rss"], "Memory of programs that no file holds."),
    stat("file", ["file"], v1: ["total_cache"], "Page cache, shared memory and tmpfs in it."),
    stat("shmem", ["shmem"], v1: ["total_shmem"], "Shared memory and tmpfs."),
    stat(
      "inactiveFile", ["inactive_file"], v1: ["total_inactive_file"],
      "Cache that is given back first."),
    stat(
      "activeFile", ["active_file"], v1: ["total_active_file"], "Cache that was used again."),
    stat("dirty", ["file_dirty"], v1: ["total_dirty"], "Cache that must be written to disk first."),
    .size(
      "kernel", title: "KERNEL", files: [.stat, .kernel],
      help: "The kernel's own: stacks, page tables, slab and more.",
      source: "kernel of memory.stat, since 5.18; memory.kmem.usage_in_bytes"
    ) { $0.kernel },
    stat("slabReclaimable", ["slab_reclaimable"], v1: [], "Slab that can be given back."),
    stat("slabUnreclaimable", ["slab_unreclaimable"], v1: [], "Slab that cannot."),
    stat("sock", ["sock"], v1: [], "Network buffers."),
  ]

  /// A size that `memory.stat` tells.
  private static func stat(
    _ id: String, _ v2: [String], v1: [String], _ help: String
  ) -> CgroupField {
    let source = "\(v2[0]) of memory.stat" + (v1.isEmpty ? "" : "; \(v1[0])")
    return .size(id, title: id.uppercased(), files: .stat, help: help, source: source) { memory in
      switch (memory.version, v2.first, v1.first) {
      case (.v2, let name?, _), (.v1, _, let name?): memory.stat.key(name)
      default: .absent
      }
    }
  }

  static let pressures: [CgroupField] = [
    .stalled(
      "psiSome", title: "PSI", help: "Share of the last 10 s in which some task waited for memory.",
      source: "some avg10 of memory.pressure"
    ) { $0.some },
    .stalled(
      "psiFull", title: "PSIFULL", help: "Share of the last 10 s in which every task waited.",
      source: "full avg10 of memory.pressure"
    ) { $0.full },
  ]

  static let events: [CgroupField] = [
    .count(
      "limitMet", title: "MET", files: .events,
      help: "Times its limit was met, with groups below in v2.",
      source: "max of memory.events; memory.failcnt"
    ) { $0.version == .v2 ? $0.events.key("max") : $0.failures },
    event("highMet", "HIGHMET", "high", "Times processes were slowed, with groups below."),
    event("lowMet", "LOWMET", "low", "Times it was reclaimed below its low, with groups below."),
    event("oom", "OOM", "oom", "Times memory ran out at its limit or one below."),
    kills,
    event(
      "oomGroupKill", "GRPKILLS", "oom_group_kill", "Times a group of it was killed as a whole."),
    localEvent("limitMetOwn", "max", "Times its own limit was met, groups below left out."),
    localEvent("oomOwn", "oom", "Times memory ran out at its own limit."),
    localEvent("oomKillOwn", "oom_kill", "Processes of the group itself that were killed."),
    .count(
      "pgscan", title: "PGSCAN", files: .stat, help: "Pages that were looked at to be taken back.",
      source: "pgscan of memory.stat"
    ) { $0.version == .v2 ? $0.stat.key("pgscan") : .absent },
    .count(
      "pgsteal", title: "PGSTEAL", files: .stat, help: "Pages that were taken back.",
      source: "pgsteal of memory.stat"
    ) { $0.version == .v2 ? $0.stat.key("pgsteal") : .absent },
  ]

  public static let kills = count(
    "oomKill", ["kills"], title: "KILLS", files: [.events, .localEvents],
    help: "Processes of it that were killed for memory; in v2 with groups below.",
    source: "oom_kill of memory.events; oom_kill of memory.oom_control"
  ) { $0.oomKills }

  private static func event(
    _ id: String, _ title: String, _ name: String, _ help: String
  ) -> CgroupField {
    .count(id, title: title, files: .events, help: help, source: "\(name) of memory.events") {
      (memory: CgroupMemory) -> Reading<UInt64> in memory.events.key(name)
    }
  }

  private static func localEvent(_ id: String, _ name: String, _ help: String) -> CgroupField {
    let source =
      "\(name) of memory.events.local, since 5.2"
      + (name == "oom_kill" ? "; memory.oom_control" : "")
    return .count(id, title: id.uppercased(), files: .localEvents, help: help, source: source) {
      (memory: CgroupMemory) -> Reading<UInt64> in memory.localEvents.key(name)
    }
  }
}
