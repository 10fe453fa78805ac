import LinuxKernel

/// What is said where no rule found trouble: that the host is well, or that it cannot be told.
enum Calm {
  static func finding(_ view: borrowing DiagnosisView, _ found: [Finding]) -> Finding? {
    let memory = view.memory
    let limit = view["available-strained"]
    guard let figures = sure(view, limit) else { return nil }
    let evidence = [figures.evidence]
    if let used = memory.swapUsed, used > 0, let total = memory.swapTotal,
      Double(used) >= Double(total) * 0.03
    {
      let isIdle = view.history.rate(\.swapIn, over: 10) == 0
      return Finding(
        .swapHarmless, .healthy, .no,
        "\(figures.words); \(view.bytes(used)) lies in swap"
          + (isIdle ? " and none of it is read back." : ", which by itself is no sign of want."),
        evidence: evidence + [
          Evidence(
            "swap used", bytes: used, "/proc/meminfo SwapTotal − SwapFree", .host(.swapUsed))
        ])
    }
    if let free = memory.free, let share = memory.share(free.value), share < limit {
      return Finding(
        .healthyCache, .healthy, .no,
        "\(figures.words); only \(view.bytes(free.value)) is free because the rest is cache at "
          + "work, which is given back on demand.",
        evidence: evidence + [free.evidence("free", .host(.free))])
    }
    return Finding(.healthy, .healthy, .no, figures.words + ".", evidence: evidence)
  }

  /// What is available, where that is enough beyond doubt.
  private static func sure(
    _ view: borrowing DiagnosisView, _ limit: Double
  ) -> (words: String, evidence: Evidence)? {
    let memory = view.memory
    if let figure = memory.available, let share = memory.availableShare,
      let obtainable = memory.obtainable, !memory.isUpperBound
    {
      guard share >= limit else { return nil }
      let words =
        "\(view.bytes(obtainable)) of \(view.bytes(memory.base ?? 0)) is available "
        + "(\(view.percent(share)))"
        + (figure.isEstimate ? ", by an estimate: MemAvailable is not told" : "")
      return (words, figure.evidence("available", .host(.available)))
    }
    if let least = memory.leastShare, least >= limit, let free = memory.free {
      return (
        "\(view.bytes(free.value)) is free (\(view.percent(memory.share(free.value) ?? least))), "
          + "so at least that much is available",
        free.evidence("free", .host(.free))
      )
    }
    return onlyLimit(view)
  }

  /// Nothing but the commit limit is told, and it is far.
  private static func onlyLimit(
    _ view: borrowing DiagnosisView
  ) -> (words: String, evidence: Evidence)? {
    let memory = view.memory
    guard memory.total == nil, view.now.sysctls?.overcommitMemory == 2,
      let limit = memory.size(.commitLimit), limit > 0, let used = memory.size(.committedAS),
      Double(used) < Double(limit) * (100 - view["commit-strained"]) / 100
    else { return nil }
    let share = Double(used) * 100 / Double(limit)
    return (
      "\(view.percent(share)) of the commit limit is promised, which is no trouble",
      Evidence("committed", share, "%", "/proc/meminfo Committed_AS / CommitLimit")
    )
  }

  /// Why there is no verdict.
  static func nothingTold(_ view: borrowing DiagnosisView) -> String {
    let place = view.now.isLive ? "" : " in this capture"
    if view.memory.total == nil {
      return "/proc/meminfo does not tell MemTotal\(place), so there is no share to judge."
    }
    if view.memory.available == nil {
      return "What is available is not told\(place), nor the lines that it could be formed of."
    }
    if view.memory.isUpperBound {
      return "MemAvailable is not told\(place); the caches are, which is the most that it could be."
    }
    return "What is available cannot be judged: most memory is in lines that are not told\(place)."
  }

  /// What could not be told, and what watching would add.
  static func unknown(_ view: borrowing DiagnosisView) -> [DiagnosisFacts.Missing] {
    var all = view.now.missing
    if view.memory.total != nil, view.now.memInfo?[.memAvailable] == nil {
      all.append(
        .init(
          "MemAvailable",
          view.now.isLive ? "this kernel does not tell it" : "the capture does not hold the line"))
    }
    if view.history.span < 60 {
      all.append(
        .init(
          "rates and growth",
          view.isSingle
            ? "there is one sample; a minute of them tells more"
            : "it was watched for \(Int(view.history.span)) s; a minute tells more")
      )
    }
    if case .denied = view.now.slabs {
      all.append(.init("slab caches by name", "/proc/slabinfo needs root"))
    }
    return all
  }
}
