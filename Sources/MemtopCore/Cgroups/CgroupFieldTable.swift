import LinuxKernel

extension CgroupField {
  /// Every field, in the order that help lists them.
  public static let all: [CgroupField] =
    [path, name, kindOfGroup, unit, container]
    + [current, max, share, headroom, binding, high, low, min]
    + [workingSet, swap, swapMax, memoryAndSwap, memoryAndSwapMax, peak]
    + memoryKinds + pressures + events
    + [
      oomGroup, oomKillDisable, processes, ownProcesses, growth, secondsToLimit, refaultRate, inode,
    ]

  public static let path = CgroupField(
    "path", ["cgroup"], title: "CGROUP", kind: .text,
    help: "The group, as /proc/PID/cgroup names it.", source: "directory below the mount"
  ) { _, group in .text(VisibleText.make(group.path)) }

  public static let name = CgroupField(
    "name", title: "NAME", kind: .text,
    help: "What a person calls it: unit, container, pod, session, user, snap or flatpak.",
    source: "the path's last part"
  ) { _, group in .text(CgroupName(group.path).name) }

  static let kindOfGroup = CgroupField(
    "kind", title: "KIND", kind: .text,
    help: "What it is: \(CgroupName.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
    source: "the path's last part"
  ) { _, group in .text(CgroupName(group.path).kind.rawValue) }

  static let unit = CgroupField(
    "unit", title: "UNIT", kind: .text,
    help: "The systemd unit that it belongs to.", source: "the path"
  ) { _, group in
    SystemdUnit.name(group.path[...]).map { .text(VisibleText.make($0)) } ?? .absent
  }

  static let container = CgroupField(
    "container", title: "CONTAINER", kind: .text,
    help: "Runtime and name of the container that it belongs to.", source: "the path"
  ) { _, group in
    Container(group.path).map { .text(VisibleText.make($0.runtime + " " + $0.name)) } ?? .absent
  }

  public static let current = CgroupField.size(
    "current", ["usage", "use"], title: "CURRENT", files: .current,
    help: "Memory charged to it and all groups below: page cache and the kernel's own too.",
    source: "memory.current; memory.usage_in_bytes"
  ) { $0.current }

  public static let max = CgroupField.limit(
    "max", ["limit"], title: "MAX", files: .max,
    help: "Limit at which the kernel takes back, then kills.",
    source: "memory.max; memory.limit_in_bytes"
  ) { $0.max }

  public static let share = CgroupField(
    "share", title: "MAX%", kind: .percent, files: [.current, .max],
    help: "Part of its own limit that is used.", source: "current / max"
  ) { _, group in
    guard let limit = group.memory.max.value?.bytes, limit > 0 else { return .absent }
    return FieldValue(group.memory.current) { .percent(Double($0) / Double(limit) * 100) }
  }

  public static let headroom = CgroupField(
    "headroom", ["room"], title: "ROOM", kind: .bytes, files: .limits, readsPath: true,
    help: "What can still be charged before the kernel kills, by the nearest limit on the way up: "
      + "page cache and free swap count as room.",
    source: "the binding group's limit, usage and memory.stat"
  ) { tree, group in
    group.binding.flatMap { tree.groups[$0].headroom }.map { .bytes($0) } ?? .absent
  }

  public static let binding = CgroupField(
    "binding", title: "BINDS", kind: .text, files: .limits, readsPath: true,
    help: "The group on its way up, or itself, whose limit is reached first.",
    source: "limits on the path"
  ) { tree, group in
    group.binding.map { .text(VisibleText.make(tree.groups[$0].path)) } ?? .absent
  }

  static let high = CgroupField.limit(
    "high", ["soft"], title: "HIGH", files: .high,
    help: "Above it processes are slowed and memory is taken back; v1: the soft limit.",
    source: "memory.high; memory.soft_limit_in_bytes"
  ) { $0.high }

  static let low = CgroupField.limit(
    "low", title: "LOW", files: .protection,
    help: "Below it memory is taken back only if nothing else is left.",
    source: "memory.low"
  ) { $0.low }

  static let min = CgroupField.limit(
    "min", title: "MIN", files: .protection, help: "Below it memory is never taken back.",
    source: "memory.min"
  ) { $0.min }

  static let workingSet = CgroupField(
    "workingSet", ["ws"], title: "WSET", kind: .bytes, files: [.current, .stat],
    help: "What is used without the cache that is given back first.",
    source: "current − inactive_file of memory.stat"
  ) { _, group in
    let file = group.memory.stat.key("total_inactive_file", "inactive_file")
    guard case .value(let inactive) = file else { return FieldValue(file) { .bytes($0) } }
    return FieldValue(group.memory.current) { .bytes($0 - Swift.min($0, inactive)) }
  }

  static let swap = CgroupField.size(
    "swap", title: "SWAP", files: .swap, help: "Swap in use.",
    source: "memory.swap.current; total_swap of memory.stat"
  ) { $0.swap }

  static let swapMax = CgroupField.limit(
    "swapMax", title: "SWAPMAX", files: .swap, help: "Limit of swap alone.",
    source: "memory.swap.max"
  ) { $0.swapMax }

  static let memoryAndSwap = CgroupField.size(
    "memsw", title: "MEMSW", files: .swap, help: "Memory and swap together; v1 alone.",
    source: "memory.memsw.usage_in_bytes"
  ) { $0.memoryAndSwap }

  static let memoryAndSwapMax = CgroupField.limit(
    "memswMax", title: "MEMSWMAX", files: .swap,
    help: "Limit of memory and swap together; v1 alone.",
    source: "memory.memsw.limit_in_bytes"
  ) { $0.memoryAndSwapMax }

  static let peak = CgroupField.size(
    "peak", title: "PEAK", files: .peak, help: "The most that was ever used.",
    source: "memory.peak, since 5.19; memory.max_usage_in_bytes"
  ) { $0.peak }

  static let oomGroup = CgroupField(
    "oomGroup", title: "OOMGRP", kind: .text, files: .control,
    help: "Whether all die when one is chosen: yes or no.", source: "memory.oom.group"
  ) { _, group in FieldValue(group.memory.oomGroup) { .text($0 ? "yes" : "no") } }

  static let oomKillDisable = CgroupField(
    "oomKillDisable", title: "NOKILL", kind: .text, files: .control,
    help: "Whether processes wait at the limit in place of a kill: yes or no; v1 alone.",
    source: "oom_kill_disable of memory.oom_control"
  ) { _, group in FieldValue(group.memory.oomKillDisable) { .text($0 ? "yes" : "no") } }

  public static let processes = CgroupField(
    "processes", ["procs"], title: "PROCS", kind: .number, files: .processes,
    help: "Processes in it and all groups below.", source: "cgroup.procs, summed"
  ) { _, group in FieldValue(group.processes) { .number(Int64($0)) } }

  static let ownProcesses = CgroupField(
    "ownProcesses", title: "OWN", kind: .number, files: .processes,
    help: "Processes in the group itself.", source: "cgroup.procs"
  ) { _, group in FieldValue(group.memory.processes) { .number(Int64($0)) } }

  public static let growth = CgroupField(
    "growth", title: "Δ/min", kind: .growth, files: .current, needsHistory: true,
    help: "Change of current, for a minute.", source: "current of two readings"
  ) { _, group in group.growth.map { .growth($0) } ?? .absent }

  static let secondsToLimit = CgroupField(
    "secondsToLimit", ["left"], title: "LEFT", kind: .number, files: .limits, readsPath: true,
    needsHistory: true,
    help: "Seconds until the nearest limit is reached if it goes on growing like this.",
    source: "headroom / growth"
  ) { tree, group in
    guard let growth = group.growth, growth > 0,
      let room = group.binding.flatMap({ tree.groups[$0].headroom })
    else { return .absent }
    return .number(Int64(clamping: UInt64(Double(room) / Double(growth) * 60)))
  }

  static let refaultRate = CgroupField(
    "refaultRate", ["refaults"], title: "REF/s", kind: .rate, files: .stat, needsHistory: true,
    help: "Pages a second that were read again soon after they were dropped.",
    source: "workingset_refault* of memory.stat, of two readings"
  ) { _, group in group.refaultRate.map { .rate($0) } ?? .absent }

  public static let inode = CgroupField(
    "inode", title: "INODE", kind: .number,
    help: "Number of its directory: a group made again has another.", source: "stat(2)"
  ) { _, group in .number(Int64(clamping: group.memory.identity.inode)) }
}
