import LinuxKernel

extension DiagnosisRule {
  static let growthRules: [DiagnosisRule] = [processLeak, processCount]

  static let processLeak = DiagnosisRule(
    "process-leak", [.processLeak],
    reads: ["/proc/PID/status RssAnon, VmSwap", "/proc/PID/cgroup", "/proc/meminfo"],
    thresholds: [
      DiagnosisThreshold("leak-span", 30, "s", "It grew so long without a step back: adaptivemmd."),
      DiagnosisThreshold("leak-end", 3600, "s", "At its rate nothing is left in less."),
      DiagnosisThreshold("leak-share", 50, "%", "From one sample: one process holds so much."),
    ],
    "One process grows straight on, swap counted with memory. A cycle, a plateau and a warm-up are "
      + "none. Slow growth is told after 27 minutes of 0.95 % of memory an hour, or 16 hours of less, "
      + "and a group's whose processes do not leak one by one. From one sample a process that holds most of memory is a suspect only.",
    ending:
      "what grows gives memory back, or ends, or grows so slowly that memory lasts "
      + "for more than {leak-end}"
  ) { view in
    if view.isSingle { return suspect(view) }
    guard let leak = Growth.growers(view, atLeast: view["leak-span"]).first,
      let share = view.memory.availableShare
    else { return watched(view) }
    let room =
      Double(view.memory.obtainable ?? 0) + Double(view.memory.usableSwap)
    let ofHost = room / leak.trend.slope
    // A group's own limit may end it before the host is short.
    let met = leak.group.flatMap { GroupLimit.next(above: $0, view, slope: leak.trend.slope) }
      .flatMap { $0.seconds < ofHost ? $0 : nil }
    let seconds = met?.seconds ?? ofHost
    guard seconds < view["leak-end"] * 24, seconds < view["leak-end"] || view.now.leaks.isEmpty
    else {
      return watched(view)
    }
    let isSoon = seconds < view["leak-end"]
    let end =
      met.map {
        "the limit of \(VisibleText.make($0.use.path)), \(view.bytes($0.use.limit ?? 0)), is met in "
      } ?? "the \(view.percent(share)) available is gone in "
    return Finding(
      .processLeak, isSoon ? .strained : .healthy, met == nil ? .soon : .group,
      "\(leak.name) has grown by \(Quantity.rate(leak.trend.slope)) for "
        + "\(Int(leak.trend.span)) s without a step back and holds "
        + "\(view.bytes(UInt64(leak.size))); at that rate \(end)\(TimeSpan.text(seconds)).",
      evidence: [
        Evidence("growth", leak.trend.slope, "bytes/s", "/proc/PID/status RssAnon + VmSwap"),
        Evidence(
          "held", leak.size, "bytes", "/proc/PID/status RssAnon + VmSwap", .process(leak.id)),
        Evidence("grew for", leak.trend.span, "s", "this watch"),
        Evidence(
          "until gone", seconds, "s",
          met == nil
            ? "MemAvailable and usable swap / growth"
            : "(limit less what cannot be given back) / growth"),
      ],
      who: [Subject(leak.name, .process(leak.id))]
        + (leak.group.map { [view.subject(group: $0)] } ?? []),
      advice: advice(leak.name))
  }

  /// A suspect of the leak watch, which looks back over minutes to days.
  private static func watched(_ view: borrowing DiagnosisView) -> Finding? {
    guard let leak = view.now.leaks.first else { return group(view) }
    let trend = leak.trend
    return Finding(
      .processLeak, trend.end.map { $0 < view["leak-end"] } == true ? .strained : .healthy, .soon,
      "\(leak.label) leaks, as it seems: \(view.bytes(UInt64(max(0, trend.growth)))) more in "
        + "\(TimeSpan.text(trend.span)), straight on"
        + (leak.size.map { "; it holds \(view.bytes($0))" } ?? "")
        + (trend.end.map { ", and at \(hourly(trend)) nothing is left in \(TimeSpan.text($0))" }
          ?? "") + ".",
      evidence: evidence(trend, "/proc/PID/status RssAnon + VmSwap")
        + (leak.size.map {
          [
            Evidence(
              "held", bytes: $0, "/proc/PID/status RssAnon + VmSwap", .process(leak.process))
          ]
        } ?? []),
      who: view.now.leaks.prefix(5).map {
        Subject("\($0.label): \(hourly($0.trend))", .process($0.process))
      } + (leak.group.map { [view.subject(group: $0)] } ?? []),
      advice: advice(leak.label))
  }

  /// A group of which no single process leaks: its processes grow by turns, or become many.
  private static func group(_ view: borrowing DiagnosisView) -> Finding? {
    guard let (name, trend) = view.history.leaks.fastestGroup else { return nil }
    return Finding(
      .processLeak, trend.end.map { $0 < view["leak-end"] } == true ? .strained : .healthy, .soon,
      "The processes of \(name) together hold \(view.bytes(UInt64(max(0, trend.growth)))) more than "
        + "\(TimeSpan.text(trend.span)) ago, and grew all the time.",
      evidence: evidence(trend, "RssAnon + VmSwap of the group's processes"),
      who: [view.subject(group: name, hourly(trend))], advice: advice(name))
  }

  private static func hourly(_ trend: LeakTrend) -> String {
    Quantity.signedBytes(trend.hourly) + "/h"
  }

  private static func evidence(_ trend: LeakTrend, _ source: String) -> [Evidence] {
    [
      Evidence("growth", trend.rate, "bytes/s", source),
      Evidence("steadiness", trend.steadiness, "", "rises less falls, of all pairs of points"),
      Evidence("grew for", trend.span, "s", "this watch"),
    ]
      + (trend.end.map { [Evidence("until gone", $0, "s", "available memory and swap / growth")] }
        ?? [])
  }

  private static func advice(_ name: String) -> [Advice] {
    [
      Advice("restart \(name)", because: "what it holds comes back at once"),
      Advice("bound its heap, or its group by memory.max", because: "the host is then safe"),
      Advice("find the fault and update it", because: "growth without an end meets any limit"),
    ]
  }

  private static func suspect(_ view: borrowing DiagnosisView) -> Finding? {
    guard let top = view.now.processes.max(by: { $0.demand < $1.demand }),
      Double(top.anon) >= Double(top.rss) * 0.9
    else { return nil }
    if let share = view.memory.share(top.demand) {
      guard share >= view["leak-share"] else { return nil }
    } else if top.demand < 8 << 30 {
      return nil
    }
    return Finding(
      .processLeak, .healthy, .soon,
      "\(top.label) alone holds \(view.bytes(top.demand)) of its own; whether it grows takes a "
        + "second sample.",
      evidence: [
        Evidence("RssAnon", bytes: top.anon, "/proc/PID/status RssAnon", .process(top.id)),
        Evidence("VmSwap", bytes: top.swap, "/proc/PID/status VmSwap"),
      ],
      who: [Subject(top.label, .process(top.id))],
      advice: [
        Advice("watch it", because: "growth is the proof", "memtop diagnose --for 10m"),
        Advice("restart it, or bound it by memory.max", because: "if it should be small"),
      ])
  }

  static let processCount = DiagnosisRule(
    "process-count", [.processCount], reads: ["/proc/PID/status"],
    thresholds: [
      DiagnosisThreshold("count-growth", 10, "", "So many processes more within the watch.")
    ],
    "The number of processes grows all the time, and memory with it.",
    ending:
      "fewer than {count-growth} processes are added in two minutes, or some of them "
      + "end"
  ) { view in
    guard let trend = view.history.trend(\.processCount, over: 120), trend.span >= 15,
      trend.slope > 0, trend.change >= view["count-growth"], trend.isSteady
    else { return nil }
    var counts: [String: (count: Int, size: UInt64)] = [:]
    for process in view.now.processes {
      let old = counts[process.name] ?? (0, 0)
      counts[process.name] = (old.count + 1, old.size.addingSaturated(process.demand))
    }
    guard let top = counts.max(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }) else {
      return nil
    }
    let isSoon = view.forecast.map { $0.seconds < view["leak-end"] } ?? false
    return Finding(
      .processCount, isSoon || view.isTight(25) ? .strained : .healthy, .soon,
      "There are \(Int(trend.change)) processes more than \(Int(trend.span)) s ago; \(top.key) runs "
        + "\(top.value.count) times and holds \(view.bytes(top.value.size)).",
      evidence: [
        Evidence("processes more", trend.change, "", "/proc", .processCount),
        Evidence("\(top.key) processes", Double(top.value.count), "", "/proc/PID/comm"),
      ],
      who: ["\(top.key): \(top.value.count) processes, \(view.bytes(top.value.size))"],
      advice: [
        Advice("bound the number of workers of \(top.key)", because: "each takes its own memory"),
        Advice(
          "bound the group by pids.max", because: "no more are started then",
          "systemctl set-property UNIT TasksMax=N"),
      ])
  }
}
