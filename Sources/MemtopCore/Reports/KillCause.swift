/// What ran out, in sentences that follow from the lines of the report.
struct KillCause {
  /// Zones beyond these are counted and not listed.
  private static let zoneLimit = 8

  let facts: PostMortem
  /// A text from outside, as it can be shown.
  let shown: (String) -> String

  private var report: KillReport { facts.kill.report }

  private func bytes(_ figure: ReportedMemory.Figure) -> UInt64? {
    report.memory.bytes(figure, pageSize: facts.pageSize)
  }

  var parts: [DocumentPart] {
    if report.invocation?.isSysRq == true {
      return [cause("somebody asked for it; whether memory was short does not matter then")]
    }
    switch facts.kill.scope {
    case .cgroup: return [cause(cgroup)] + swap
    case .cpuset: return [cause(nodes("a cpuset allows"))] + zones + swap
    case .memoryPolicy: return [cause(nodes("a memory policy allows"))] + zones + swap
    case .host: return [cause(host)] + zones + swap
    case nil: return [cause("the log does not say whose memory ran out")]
    }
  }

  private func cause(_ text: String) -> DocumentPart { .text(label: "Cause", text) }

  // MARK: A group

  private var cgroup: String {
    let group = report.limitCgroup.map { " of " + shown($0) } ?? " of a memory cgroup"
    let line = "the limit\(group), not the host"
    guard let reached = Self.limits.first(where: { isReached($0.usage, $0.limit) }),
      let usage = bytes(reached.usage), let limit = bytes(reached.limit)
    else { return line }
    return line + ": " + reached.title
      + "\(Quantity.bytes(usage)) of \(Quantity.bytes(limit)) in use"
  }

  /// Version 1 has three limits, and each may be the one that was reached.
  private static let limits:
    [(usage: ReportedMemory.Figure, limit: ReportedMemory.Figure, title: String)] = [
      (.usage, .limit, ""),
      (.memorySwapUsage, .memorySwapLimit, "of memory and swap together, "),
      (.kernel, .kernelLimit, "of the kernel's memory, "),
    ]

  /// Pages are taken from a group's limit in batches, so that the last few are not in use yet.
  private func isReached(_ usage: ReportedMemory.Figure, _ limit: ReportedMemory.Figure) -> Bool {
    guard let usage = bytes(usage), let limit = bytes(limit) else { return false }
    return usage >= limit - limit / 16
  }

  // MARK: Nodes

  private func nodes(_ by: String) -> String {
    guard let nodes = facts.nodes?.description else {
      return "there was no memory left on the nodes that \(by); the log does not name them"
    }
    let isOne = !nodes.contains { ",-".contains($0) }
    return "there was no memory left on \(isOne ? "node" : "the nodes") \(nodes), "
      + (isOne ? "the only one that \(by)" : "all that \(by)")
  }

  private var host: String {
    let shortage = facts.shortage
    // Kernels before 5.0 use the same words where only some nodes were full.
    guard report.summary?.scope == .host || shortage.finding != nil && facts.hasOneNode else {
      return
        "no limit of a cgroup: the host had no memory left, or the nodes that the task may use; "
        + "the log does not say which"
    }
    switch shortage.finding {
    case .isInPieces(let largest):
      return
        "no free block of \(Quantity.bytes(shortage.request)) was left: free memory lay in pieces, "
        + (largest == 0 ? "none of them listed" : "the largest of \(Quantity.bytes(largest))")
    case .isAbove:
      return "the kernel found no memory for this request, although some was free above the "
        + "minimum when it wrote the report"
    case .isFull where shortage.bound != nil:
      return "there was no memory left in the zones that the request could use"
    case .isFull, nil: return "the host had no memory left"
    }
  }

  /// What was free, where it could be used and elsewhere.
  private var zones: [DocumentPart] {
    let shortage = facts.shortage
    func list(_ zones: [ReportedZone], _ text: (ReportedZone) -> String) -> String {
      let listed = zones.prefix(Self.zoneLimit).map(text).joined(separator: ", ")
      return zones.count > Self.zoneLimit
        ? listed + " and \(zones.count - Self.zoneLimit) more zones" : listed
    }
    var parts: [DocumentPart] = []
    if !shortage.usable.isEmpty {
      parts.append(
        .text(
          label: "Free where it could be used",
          list(shortage.usable) { zone in
            "\(zone.title) \(Quantity.bytes(zone.free)) (min \(Quantity.bytes(zone.min))"
              + kept(zone, shortage) + ")"
          }))
    }
    if !shortage.others.isEmpty {
      parts.append(
        .text(
          label: "Free elsewhere",
          list(shortage.others) { "\($0.title) \(Quantity.bytes($0.free))" }
            + (shortage.bound.map { "; the request could use no zone above \($0.title)" } ?? "")))
    }
    return parts
  }

  /// What of a zone is not for this request.
  private func kept(_ zone: ReportedZone, _ shortage: KillShortage) -> String {
    var text = ""
    if shortage.bound == nil, let pages = zone.reserves.last, pages > 0 {
      text += ", \(Quantity.pages(pages, of: facts.pageSize)) kept for others"
    }
    if zone.freeContiguous > 0 {
      text += ", \(Quantity.bytes(zone.freeContiguous)) for movable pages only"
    }
    return text
  }

  // MARK: Swap

  private var swap: [DocumentPart] {
    facts.swap.map { [.text(label: "Swap", text(of: $0))] } ?? []
  }

  private func text(of swap: (used: UInt64, limit: UInt64?)) -> String {
    let isGroup = facts.kill.scope == .cgroup
    guard let limit = swap.limit else {
      return
        "\(Quantity.bytes(swap.used)) in use, without a limit of the group; what the host has is not in "
        + "the report"
    }
    if limit == 0 { return isGroup ? "the group's limits allow none" : "none" }
    let fill =
      switch facts.isSwapFull {
      case true? where swap.used >= limit: ": full"
      case true?: ": nearly full"
      default: ""
      }
    return "\(Quantity.bytes(swap.used)) of \(Quantity.bytes(limit)) in use" + fill
      + (isGroup && fill.isEmpty ? " of what its limits allow" : "")
  }
}

extension Quantity {
  static func pages(_ pages: some BinaryInteger, of pageSize: UInt64) -> String {
    let (bytes, overflow) = UInt64(clamping: pages).multipliedReportingOverflow(by: pageSize)
    return Quantity.bytes(overflow ? .max : bytes)
  }
}
