import LinuxKernel

extension DiagnosisRule {
  static let shortage = DiagnosisRule(
    "shortage", [.shortage], reads: ["/proc/meminfo", "/proc/zoneinfo", "/proc/pressure/memory"],
    thresholds: [
      DiagnosisThreshold(
        "available-strained", 10, "%", "Less is available: netdata, node-exporter, earlyoom -m 10."),
      DiagnosisThreshold(
        "available-critical", 5, "%", "Less is available, and swap cannot help: earlyoom, nohang."),
      DiagnosisThreshold(
        "available-exhausted", 3, "%",
        "Less is available and tasks wait for it: nohang's soft limits."),
      DiagnosisThreshold("swap-helps", 10, "%", "At least so much of swap is free: earlyoom."),
      DiagnosisThreshold("soon-share", 33, "%", "A forecast matters below this share available."),
      DiagnosisThreshold("soon-seconds", 20, "s", "It is gone in less: strained."),
      DiagnosisThreshold("soon-tight", 60, "s", "It is gone in less, and little is available."),
      DiagnosisThreshold("soon-critical", 12, "s", "It is gone in less, and little is available."),
    ],
    "Little is available, or it will soon be gone: a share of MemTotal without huge pages and the "
      + "balloon, with what the ARC gives back. Swap made of memory does not count.",
    ending: "{available-strained} of memory is available and does not fall on"
  ) { view in
    let memory = view.memory
    guard let figure = memory.available, let share = memory.availableShare,
      let obtainable = memory.obtainable
    else { return nil }
    if Self.baseIsUnknown(view), share >= view["available-exhausted"] { return nil }
    let level = Self.level(view, share)
    guard level > .healthy else { return nil }
    var evidence = [
      figure.evidence("available", .host(.available)),
      Evidence("available share", share, "%", figure.source),
    ]
    var sentence =
      "\(view.bytes(obtainable)) of \(view.bytes(memory.base ?? 0)) is available "
      + "(\(view.percent(share)))"
    if figure.isEstimate { sentence += ", by an estimate" }
    if let anon = memory.size(.anonPages), let part = memory.share(anon) {
      sentence += "; programs hold \(view.bytes(anon)) (\(view.percent(part)))"
      evidence.append(
        Evidence("anonymous", bytes: anon, "/proc/meminfo AnonPages", .host(.anon)))
    }
    if let forecast = view.forecast, forecast.seconds < 600 {
      sentence +=
        ", and at \(Quantity.rate(-forecast.slope)) less it is gone in "
        + "\(Int(forecast.seconds)) s"
      evidence.append(Evidence("slope", forecast.slope, "bytes/s", "available over the watch"))
    }
    if let total = memory.swapTotal, total > 0 {
      evidence.append(Evidence("usable swap", bytes: memory.usableSwap, "/proc/swaps, SwapFree"))
    }
    let growers = Growth.fastest(view, 3)
    if let first = growers.first { sentence += "; " + first.text }
    return Finding(
      .shortage, level, share < view["available-strained"] ? .yes : .soon, sentence + ".",
      evidence: evidence,
      who: growers.isEmpty ? view.biggest(\.demand) : growers,
      advice: [
        Advice(
          "look at the biggest process, and restart or bound it", because: "it costs nothing",
          "memtop victims"),
        Advice(
          "add memory, or move a service to another host",
          because: "what is held cannot be given back"),
      ])
  }

  private static func level(_ view: borrowing DiagnosisView, _ share: Double) -> DiagnosisLevel {
    let memory = view.memory
    let total = memory.swapTotal ?? 0
    let swapHelps =
      total > 0 && Double(memory.usableSwap) * 100 >= Double(total) * view["swap-helps"]
      && memory.usableSwap > 0
    let stalls = Stalls.host(view)
    var level = DiagnosisLevel.healthy
    if share < view["available-strained"] { level = .strained }
    if share < view["available-critical"], !swapHelps { level = .critical }
    // Where nothing is left, it does not matter whose stalls they are.
    let allStalls = view.now.pressure?.some.avg10 ?? 0
    if share < view["available-exhausted"],
      !swapHelps || allStalls >= view["psi-some"] || swappedComesBack(view, stalls)
    {
      level = .critical
    }
    if share < view["available-strained"], stalls.full >= view["psi-full"] { level = .critical }
    guard let forecast = view.forecast, share < view["soon-share"] else { return level }
    let isTight = share < 25
    if forecast.seconds < view["soon-seconds"] || isTight && forecast.seconds < view["soon-tight"] {
      level = max(level, .strained)
    }
    if share < 15, forecast.seconds < view["soon-critical"], !swapHelps { level = .critical }
    return level
  }

  /// Most memory is in no list, and the lines that could say whose it is are not told.
  static func baseIsUnknown(_ view: borrowing DiagnosisView) -> Bool {
    let memory = view.memory
    guard let held = memory.share(memory.kernelHeld), held >= view["kernel-held-most"] else {
      return false
    }
    if view.now.arc != nil { return false }
    return memory.hugetlb == nil || Kernel.looksLikeZFS(view)
  }

  static let thrash = DiagnosisRule(
    "thrash", [.thrash],
    reads: ["/proc/pressure/memory", "/proc/vmstat", "memory.pressure of groups"],
    thresholds: [
      DiagnosisThreshold("psi-some", 10, "%", "Some task waits so much of 10 s: nohang."),
      DiagnosisThreshold("psi-full", 10, "%", "All tasks wait so much of 10 s: nohang."),
      DiagnosisThreshold(
        "psi-full-critical", 40, "%",
        "And so much of the last minute: nohang 40, oomd 60, systemd-oomd 60."),
      DiagnosisThreshold(
        "refaults", 100, "/s", "Pages come back that were dropped: streaming has none."),
      DiagnosisThreshold("swap-traffic", 1_048_576, "bytes/s", "In and out, lasting: netdata."),
      DiagnosisThreshold("traffic-lasts", 8, "s", "For so long."),
      DiagnosisThreshold("major-faults", 500, "/s", "So many are no stream: node-exporter."),
      DiagnosisThreshold(
        "psi-little", 1, "%",
        "Waits that are enough where little is available and swapped pages come back."),
      DiagnosisThreshold(
        "untold-available", 40, "%",
        "Where stalls are not told, less is available while files come back by major faults."),
      DiagnosisThreshold(
        "streams-again", 5, "%",
        "Fewer of a file's pages that come back are of use at once: a stream that is read anew."),
    ],
    "Tasks wait for memory that is read again and again. The stalls and the pages of a group at its own "
      + "limit are taken off; stalls without a page that comes back are kswapd at work, and no trouble. So are "
      + "those while files larger than the cache are streamed again: no page of them would have been kept. "
      + "Where little is available and programs' own pages come back from swap for long, few stalls are enough: "
      + "their share falls as tasks do nothing else.",
    ending:
      "tasks wait less than {psi-some} of the time, or fewer than {refaults} pages "
      + "come back"
  ) { view in
    let stalls = Stalls.host(view)
    let page = Double(view.now.pageSize)
    // What comes back to a group at its own limit is that limit's doing, as its stalls are.
    let theirs = GroupLimit.refaults(view, over: 8)
    let streams = Self.streamsAgain(view)
    let refaults = view.history.rate(streams ? \.refaultsAnon : \.refaults, over: 8)
      .map { max(0, $0 - theirs) }
    let swapIn = view.history.rate(\.swapIn, over: 8).map { $0 * page }
    let swapOut = view.history.rate(\.swapOut, over: 8).map { $0 * page }
    let faults = view.history.rate(\.majorFaults, over: 8)
    let lasting = view["traffic-lasts"]
    let swapsBothWays =
      view.history.lasts(\.swapIn, atLeast: view["swap-traffic"] / page, for: lasting)
      && view.history.lasts(\.swapOut, atLeast: view["swap-traffic"] / page, for: lasting)
    let readsAgain =
      view.history.lasts(\.refaults, atLeast: view["refaults"], for: lasting)
      && (refaults ?? 0) >= view["refaults"]
    var evidence = stalls.evidence
    let rates: [(String, Double?, String, HostFigure)] = [
      (
        "refaults", refaults,
        "/proc/vmstat workingset_refault_\(streams ? "anon" : "*")"
          + (theirs > 0 ? ", less those of groups at their limit" : ""), .refaults
      ),
      ("swap in", swapIn, "/proc/vmstat pswpin", .swapIn),
      ("swap out", swapOut, "/proc/vmstat pswpout", .swapOut),
      ("major faults", faults, "/proc/vmstat pgmajfault", .majorFaults),
    ]
    for (name, value, source, figure) in rates {
      guard let value, value > 0 else { continue }
      evidence.append(Evidence(name, value, figure.unit, source, .host(figure)))
    }
    var level = DiagnosisLevel.healthy
    let isCounted = refaults != nil || swapIn != nil
    let isShort = view.history.span < lasting
    let isReal =
      isCounted
      ? readsAgain || swapsBothWays || isShort && (refaults ?? 0) >= view["refaults"]
        || isShort && min(swapIn ?? 0, swapOut ?? 0) >= view["swap-traffic"]
      : !Self.onlyStreamed(view)
    if isReal {
      if stalls.some >= view["psi-some"] { level = .strained }
      if stalls.full >= view["psi-full"] { level = .strained }
      if stalls.full >= view["psi-full-critical"], stalls.full60 >= view["psi-full-critical"] * 0.6
      {
        level = .critical
      }
    }
    if readsAgain, swapsBothWays || isStarved(view, stalls, streams) {
      level = max(level, .strained)
    }
    guard level > .healthy else { return nil }
    var sentence =
      stalls.some > 0
      ? "Tasks wait for memory \(view.percent(stalls.some)) of the time, all at once "
        + "\(view.percent(stalls.full))"
      : swapsBothWays
        ? "Memory is swapped in and out without an end"
        : "What programs need is read from the disk again and again"
    if let refaults, refaults >= 1 {
      sentence += "; \(Int(refaults)) pages a second come back that had just been dropped"
    } else if let swapIn, swapIn >= view["swap-traffic"], let swapOut {
      sentence += "; \(Quantity.rate(swapIn)) are swapped in and \(Quantity.rate(swapOut)) out"
    }
    return Finding(
      .thrash, level, .yes, sentence + ".", evidence: evidence, who: view.biggest(\.demand),
      advice: [
        Advice(
          "end or freeze the biggest cause now", because: "nothing else gives room at once",
          "memtop victims"),
        Advice("bound one of the working sets by memory.max", because: "the others then run again"),
        Advice("add memory", because: "the working sets do not fit together"),
      ])
  }

  /// Whether what comes back shows a shortage that stalls do not.
  private static func isStarved(
    _ view: borrowing DiagnosisView, _ stalls: Stalls, _ streams: Bool
  ) -> Bool {
    if swappedComesBack(view, stalls) { return true }
    guard view.now.pressure == nil, !streams, let share = view.memory.availableShare else {
      return false
    }
    return share < view["untold-available"]
      && view.history.lasts(\.majorFaults, atLeast: view["refaults"], for: view["traffic-lasts"])
  }

  /// Little is available, and programs' own pages come back from swap for long.
  private static func swappedComesBack(_ view: borrowing DiagnosisView, _ stalls: Stalls) -> Bool {
    guard let share = view.memory.availableShare, share < view["available-strained"],
      view.now.pressure == nil || stalls.some >= view["psi-little"]
    else { return false }
    return view.history.lasts(
      \.refaultsAnon, atLeast: view["refaults"], for: view["traffic-lasts"])
  }

  /// Files that are larger than the cache are read once more: their pages come back after so much else that a
  /// little more room would not have kept them.
  private static func streamsAgain(_ view: borrowing DiagnosisView) -> Bool {
    let history = view.history
    guard let back = history.rate(\.refaultsFile, over: 8), back > 0,
      let useful = history.rate(\.activatedFile, over: 8)
    else { return false }
    return useful * 100 < back * view["streams-again"]
      && (history.rate(\.majorFaults, over: 8) ?? 0) < view["major-faults"]
  }

  /// From one sample: of what was scanned since boot hardly a page came back.
  private static func onlyStreamed(_ view: borrowing DiagnosisView) -> Bool {
    guard let stat = view.now.vmStat, let refaults = stat.refaults,
      let direct = stat[.pgscanDirect], let scanned = stat[.pgscanKswapd], direct > 0 || scanned > 0
    else { return false }
    return refaults < direct.addingSaturated(scanned) / 100
  }

  static let swapAvoidable = DiagnosisRule(
    "swap-avoidable", [.swapAvoidable],
    reads: ["/proc/meminfo", "/proc/vmstat", "/proc/sys/vm/swappiness"],
    thresholds: [
      DiagnosisThreshold("avoidable-refaults", 10, "/s", "Anonymous pages come back, lasting."),
      DiagnosisThreshold("avoidable-cache", 25, "%", "While so much is available."),
    ],
    "Programs' pages are swapped and read back while the page cache is large.",
    ending:
      "fewer than {avoidable-refaults} swapped pages are read back, or less than "
      + "{avoidable-cache} is available"
  ) { view in
    guard let share = view.memory.availableShare, share >= view["avoidable-cache"],
      let used = view.memory.swapUsed, used > 0,
      view.history.lasts(\.refaultsAnon, atLeast: view["avoidable-refaults"], for: 8),
      let rate = view.history.rate(\.refaultsAnon, over: 8)
    else { return nil }
    return Finding(
      .swapAvoidable, .healthy, .no,
      "\(Int(rate)) swapped pages a second are read back although \(view.percent(share)) is "
        + "available.",
      evidence: [
        Evidence("anonymous refaults", rate, "/s", "/proc/vmstat workingset_refault_anon"),
        Evidence(
          "swap used", bytes: used, "/proc/meminfo SwapTotal − SwapFree", .host(.swapUsed)),
      ],
      advice: [
        Advice("lower swappiness", because: "the cache is preferred now", "sysctl vm.swappiness=10")
      ])
  }

  static let swapFull = DiagnosisRule(
    "swap-full", [.swapFull], reads: ["/proc/meminfo"],
    thresholds: [DiagnosisThreshold("swap-full", 5, "%", "Less of it is free.")],
    "Swap is full. That is no trouble by itself: it only cannot help any more.",
    ending: "{swap-full} of swap is free"
  ) { view in
    guard let total = view.memory.swapTotal, total > 0, let free = view.memory.swapFree,
      Double(free) * 100 < Double(total) * view["swap-full"]
    else { return nil }
    return Finding(
      .swapFull, .healthy, .no,
      "Swap is full: \(view.bytes(free)) of \(view.bytes(total)) is free, so it can take no more.",
      evidence: [
        Evidence("swap free", bytes: free, "/proc/meminfo SwapFree"),
        Evidence("swap", bytes: total, "/proc/meminfo SwapTotal"),
      ],
      advice: [Advice("make swap larger", because: "it is the cushion for a peak")])
  }

  static let noSwap = DiagnosisRule(
    "no-swap", [.noSwap], reads: ["/proc/meminfo"],
    thresholds: [DiagnosisThreshold("no-swap-share", 25, "%", "Said where less is available.")],
    "There is no swap, and not much is available.",
    ending: "there is swap, or {no-swap-share} is available"
  ) { view in
    guard view.memory.swapTotal == 0, let share = view.memory.availableShare,
      share < view["no-swap-share"]
    else { return nil }
    return Finding(
      .noSwap, .healthy, .no, "There is no swap: a peak meets the killer at once.",
      evidence: [Evidence("swap", 0, "bytes", "/proc/meminfo SwapTotal")],
      advice: [Advice("add swap", because: "a cushion for peaks, and for pages nobody touches")])
  }

  static let oomKill = DiagnosisRule(
    "oom-kill", [.oomKill], reads: ["/proc/vmstat", "/dev/kmsg"],
    "The kernel, or a program that watches over memory, killed within the watch or "
      + "\(TimeSpan.text(RecentKill.age)) before now.",
    ending: "the watch no longer reaches back to the kill, and it is older"
  ) { view in
    let now = view.history.points.ago(0)?.counters.kills
    let first = view.history.points.ago(view.history.points.count - 1)?.counters.kills
    let counted = now.flatMap { now in first.map { now > $0 ? now - $0 : 0 } } ?? 0
    if let newest = view.now.kills.first { return logged(newest, counted, view) }
    guard counted > 0 else { return nil }
    let names = view.history.gone.map { "\($0.label): \(view.bytes($0.size))" }
    let whom = view.history.gone.last.map { ", last \($0.label)" } ?? ""
    return Finding(
      .oomKill, .healthy, .no,
      "The kernel killed \(counted) time\(counted == 1 ? "" : "s") for memory during the "
        + "watch\(whom).",
      evidence: [Evidence("kills", Double(counted), "", "/proc/vmstat oom_kill")],
      who: names.map { "\($0)" }, advice: advice)
  }

  private static let advice = [
    Advice("read the kernel's report", because: "it says why", "memtop events")
  ]

  /// What the log names is told by it, and the counter says whether there were more.
  private static func logged(
    _ newest: RecentKill, _ counted: UInt64, _ view: borrowing DiagnosisView
  ) -> Finding {
    let kills = view.now.kills
    let others = max(kills.count, Int(clamping: counted)) - 1
    var more = others > 0 ? ", and \(others) more" : ""
    if newest.group != nil, others == kills.count - 1, others > 0,
      kills.allSatisfy({ $0.group == newest.group })
    {
      more += " there"
    }
    return Finding(
      .oomKill, .healthy, .no,
      "\(newest.label) was killed for memory \(TimeSpan.text(newest.ago)) ago"
        + "\(newest.circumstance)\(more).",
      evidence: [
        Evidence("since the last kill", newest.ago, "s", "kernel log, journal"),
        Evidence("kills", Double(others + 1), "", "kernel log, journal, /proc/vmstat oom_kill"),
      ],
      who: killed(kills, view), advice: advice(newest.group))
  }

  /// Kills at a group's limit are the group's: it is still there, and can be acted on.
  private static func killed(
    _ kills: [RecentKill], _ view: borrowing DiagnosisView
  ) -> [Subject] {
    var named: [String] = []
    var who: [Subject] = []
    for kill in kills where who.count < 5 {
      let ago = "\(TimeSpan.text(kill.ago)) ago"
      guard let group = kill.group else {
        who.append("\(kill.label): \(ago)\(kill.circumstance)")
        continue
      }
      guard !named.contains(group) else { continue }
      named.append(group)
      let count = kills.count { $0.group == group }
      let times = count == 1 ? "a kill \(ago)" : "\(count) kills, the last \(ago)"
      who.append(view.subject(path: group, "\(times): \(kill.label)"))
    }
    return who
  }

  private static func advice(_ group: String?) -> [Advice] {
    guard group != nil else { return advice }
    return advice + [
      Advice(
        "raise the limit of the group", because: "the host's memory does not bind here",
        "memtop cgroup set PATH --max +25%")
    ]
  }
}
