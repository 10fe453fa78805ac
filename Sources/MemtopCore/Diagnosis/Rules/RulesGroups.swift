import LinuxKernel

/// Whether a group's own limit holds it back.
enum GroupLimit {
  /// The limit is met again and again, or what cannot be given back fills it.
  static func binds(_ use: CgroupUse, _ view: borrowing DiagnosisView) -> Bool {
    isFull(use, view) || isThrottled(use, view)
  }

  /// Pages a second that come back to groups whose own limit holds them back. A group's own are among
  /// those of the groups above it.
  static func refaults(_ view: borrowing DiagnosisView, over seconds: Double) -> Double {
    let bound = view.now.groups.filter { binds($0, view) }
    return bound.filter { use in
      !bound.contains { $0.path != use.path && CgroupPath.isWithin(use.path, $0.path) }
    }.reduce(0) { $0 + (view.history.groupRate($1.path, \.refaults, over: seconds) ?? 0) }
  }

  /// The limit on the way up from a group that what grows in it meets first, and when. Unit: seconds.
  ///
  /// - Parameters:
  ///   - group: as its processes tell it, made visible.
  ///   - slope: how fast it grows. Unit: bytes a second.
  static func next(
    above group: String, _ view: borrowing DiagnosisView, slope: Double
  ) -> (use: CgroupUse, seconds: Double)? {
    view.now.groups.compactMap { use -> (use: CgroupUse, seconds: Double)? in
      let path = VisibleText.make(use.path)
      guard let limit = use.limit, slope > 0, CgroupPath.isWithin(group, path) else { return nil }
      return (use, max(0, Double(limit) - Double(use.unreclaimable)) / slope)
    }.min { $0.seconds < $1.seconds }
  }

  static func share(_ use: CgroupUse) -> Double? {
    guard let limit = use.limit, limit > 0 else { return nil }
    return Double(use.current) * 100 / Double(limit)
  }

  /// What was killed so short a time ago says that a limit binds. Unit: seconds.
  fileprivate static let recent = 20.0

  static func isFull(_ use: CgroupUse, _ view: borrowing DiagnosisView) -> Bool {
    if let kills = view.history.groupRate(use.path, \.kills, over: recent), kills > 0 {
      return true
    }
    // A group of version 1 does not count what was killed below it.
    if view.now.kills.contains(where: { $0.group == use.path && $0.ago <= recent }) { return true }
    guard let limit = use.limit, let share = share(use), share >= view["group-full"] else {
      return false
    }
    if Double(use.unreclaimable) * 100 >= Double(limit) * view["group-full"] { return true }
    if let met = view.history.groupRate(use.path, \.limitMet, over: 5), met >= 1,
      let refaults = view.history.groupRate(use.path, \.refaults, over: 5),
      refaults >= view["group-refaults"]
    {
      return true
    }
    return (use.pressure?.some.avg10 ?? 0) >= view["psi-some"]
  }

  static func isThrottled(_ use: CgroupUse, _ view: borrowing DiagnosisView) -> Bool {
    guard let high = use.high, high > 0, Double(use.current) >= Double(high) * 0.95 else {
      return false
    }
    if let met = view.history.groupRate(use.path, \.highMet, over: 5) {
      return met >= 1 && (use.pressure?.some.avg10 ?? 0) >= 5
    }
    return (use.pressure?.some.avg10 ?? 0) >= view["psi-some"]
  }
}

extension DiagnosisRule {
  static let groupRules: [DiagnosisRule] = [cgroupLimit, memoryHigh, containerView]

  static let cgroupLimit = DiagnosisRule(
    "cgroup-limit", [.cgroupLimit],
    reads: [
      "memory.max, current, events, stat, pressure of every group",
      "v1: limit_in_bytes, usage_in_bytes, failcnt, stat",
    ],
    thresholds: [
      DiagnosisThreshold(
        "group-full", 95, "%", "Of its limit, without the cache given back first."),
      DiagnosisThreshold("group-refaults", 10, "/s", "Or so many pages come back at the limit."),
    ],
    "A control group is at its own limit; the host may have memory.",
    ending:
      "the group uses less than {group-full} of its limit, or fewer than "
      + "{group-refaults} of its pages come back at it, and nothing was killed at it for "
      + TimeSpan.text(GroupLimit.recent)
  ) { view in
    let full = view.now.groups.filter { $0.limit != nil && GroupLimit.isFull($0, view) }
    // A group is named before those above it, whose limit it meets too.
    guard let use = full.max(by: { GroupLimit.share($0) ?? 0 < GroupLimit.share($1) ?? 0 }),
      let limit = use.limit
    else { return nil }
    let name = VisibleText.make(use.path)
    let share = GroupLimit.share(use) ?? 0
    let course = Course.group(use.path)
    var evidence = [
      Evidence("limit", bytes: limit, use.version == .v1 ? "memory.limit_in_bytes" : "memory.max"),
      Evidence(
        "in use", bytes: use.current,
        use.version == .v1 ? "memory.usage_in_bytes" : "memory.current",
        course),
    ]
    let used = "\(view.bytes(use.current)) of \(view.bytes(limit)) (\(view.percent(share)))"
    // What was killed gave back what filled it.
    var sentence =
      share >= view["group-full"]
      ? "The group \(name) is at its own limit: \(used)"
      : "The group \(name) was at its own limit and the kernel killed in it; now it uses \(used)"
    let meter = use.version == .v1 ? "memory.failcnt" : "memory.events max"
    if let met = use.limitMet { evidence.append(Evidence("limit met", Double(met), "", meter)) }
    if let rate = view.history.groupRate(use.path, \.limitMet, over: 5), rate >= 1 {
      sentence += ", met \(Int(rate)) times a second"
      evidence.append(Evidence("limit met", rate, "/s", meter))
    }
    if let anon = use.anon {
      evidence.append(Evidence("its programs", bytes: anon, "memory.stat anon, rss"))
    }
    if let pressure = use.pressure {
      evidence.append(Evidence("some avg10", pressure.some.avg10, "%", "memory.pressure"))
    }
    if let available = view.memory.availableShare {
      sentence += "; \(view.percent(available)) of the host is available"
    }
    return Finding(
      .cgroupLimit, .strained, .group, sentence + ".", evidence: evidence,
      who: [view.subject(use)]
        + full.filter { $0.path != use.path }.map { view.subject($0) }
        + Self.members(view, use.path),
      advice: [
        Advice("bound the heap or cache of its programs", because: "the limit was set on purpose"),
        Advice(
          "raise the limit of the group", because: "the host's memory does not bind here",
          "memtop cgroup set PATH --max +25%"),
      ])
  }

  private static func members(_ view: borrowing DiagnosisView, _ path: String) -> [Subject] {
    view.now.processes.filter { $0.group.map { CgroupPath.isWithin($0, path) } ?? false }
      .sorted { $0.demand > $1.demand }.prefix(3)
      .map { view.subject($0, Quantity.bytes($0.demand)) }
  }

  static let memoryHigh = DiagnosisRule(
    "memory-high", [.memoryHigh], reads: ["memory.high, current, events, pressure of every group"],
    "A control group is above memory.high: its processes are slowed, and nobody is killed.",
    ending: "the group is clearly below memory.high, or its tasks no longer wait"
  ) { view in
    guard
      let use = view.now.groups.filter({ GroupLimit.isThrottled($0, view) }).max(by: {
        ($0.pressure?.some.avg10 ?? 0) < ($1.pressure?.some.avg10 ?? 0)
      }), let high = use.high
    else { return nil }
    let name = VisibleText.make(use.path)
    var evidence = [
      Evidence("memory.high", bytes: high, "memory.high"),
      Evidence("in use", bytes: use.current, "memory.current", .group(use.path)),
    ]
    var sentence =
      "The group \(name) is slowed at its memory.high of \(view.bytes(high))"
    if let pressure = use.pressure {
      sentence += ": its tasks wait \(view.percent(pressure.some.avg10)) of the time"
      evidence.append(Evidence("some avg10", pressure.some.avg10, "%", "memory.pressure"))
    }
    if let rate = view.history.groupRate(use.path, \.highMet, over: 5) {
      evidence.append(Evidence("high met", rate, "/s", "memory.events high"))
    }
    return Finding(
      .memoryHigh, .strained, .group, sentence + ".", evidence: evidence,
      who: [view.subject(use)] + Self.members(view, use.path),
      advice: [
        Advice(
          "raise memory.high, or bound the program's heap",
          because: "the group waits for itself; the host does not bind",
          "systemctl set-property UNIT MemoryHigh=SIZE")
      ])
  }

  static let containerView = DiagnosisRule(
    "container-view", [.containerView],
    reads: ["/proc/meminfo", "/proc/self/cgroup", "/proc/self/mountinfo"],
    "What is read is a container's view: its own group has a limit below MemTotal, or lines of "
      + "meminfo are the container's beside others of the host.",
    ending: "memtop runs outside of the container, on the host"
  ) { view in
    if view.memory.isContradictory {
      return Finding(
        .containerView, .healthy, .no,
        "Lines of /proc/meminfo speak of different systems, as in a container: parts are larger "
          + "than MemTotal, so they are not added up.",
        evidence: view.memory.total.map { [$0.evidence("MemTotal")] } ?? [],
        advice: [Advice("look from the host", because: "its figures agree")])
    }
    guard let limit = view.now.ownLimit, let total = view.memory.total, limit < total.value else {
      guard view.now.hasLxcfs, let total = view.memory.total else { return nil }
      return Finding(
        .containerView, .healthy, .no,
        "lxcfs shows this container's own figures: \(view.bytes(total.value)) in all.",
        evidence: [total.evidence("MemTotal")])
    }
    return Finding(
      .containerView, .healthy, .no,
      "This container may use \(view.bytes(limit)) of the host's \(view.bytes(total.value)).",
      evidence: [
        Evidence("own limit", bytes: limit, "memory.max of the own group and above"),
        total.evidence("MemTotal"),
      ])
  }

  static let commitLimit = DiagnosisRule(
    "commit-limit", [.commitLimit],
    reads: ["/proc/meminfo", "/proc/sys/vm/overcommit_memory", "/proc/sys/vm/overcommit_ratio"],
    thresholds: [
      DiagnosisThreshold("commit-strained", 10, "%", "Less of the limit is left: nohang."),
      DiagnosisThreshold("commit-critical", 5, "%", "Less of the limit is left: nohang."),
    ],
    "With overcommit_memory 2 requests fail at the commit limit, with memory free. In the other "
      + "modes the limit means nothing.",
    ending: "{commit-strained} of the commit limit is left"
  ) { view in
    guard view.now.sysctls?.overcommitMemory == 2, let limit = view.memory.size(.commitLimit),
      limit > 0, let used = view.memory.size(.committedAS)
    else { return nil }
    let left = Double(limit) - Double(used)
    let share = left * 100 / Double(limit)
    guard share < view["commit-strained"] else { return nil }
    var sentence =
      "Programs were promised \(view.bytes(used)) of the commit limit of \(view.bytes(limit)) "
      + "(\(view.percent(100 - share))): requests fail"
    if let available = view.memory.availableShare {
      sentence += " although \(view.percent(available)) of memory is available"
    }
    return Finding(
      .commitLimit, share < view["commit-critical"] ? .critical : .strained, .limit,
      sentence + ".",
      evidence: [
        Evidence("Committed_AS", bytes: used, "/proc/meminfo Committed_AS", .host(.committed)),
        Evidence("CommitLimit", bytes: limit, "/proc/meminfo CommitLimit"),
        Evidence("overcommit_memory", 2, "", "/proc/sys/vm/overcommit_memory"),
      ],
      who: view.biggest(\.demand),
      advice: [
        Advice(
          "raise the limit", because: "memory itself is there", "sysctl vm.overcommit_ratio=90"),
        Advice(
          "let the kernel overcommit", because: "the usual mode", "sysctl vm.overcommit_memory=0"),
        Advice("add swap", because: "the limit grows by its size"),
      ])
  }
}
