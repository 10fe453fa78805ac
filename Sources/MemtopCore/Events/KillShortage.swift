import LinuxKernel

/// What the zones of a report show of the shortage: which the request could use, and what those had.
struct KillShortage {
  enum Finding: Equatable {
    /// Every zone that it could use was down to what the kernel keeps back.
    case isFull
    /// Memory was free, but in no block as large as the request.
    case isInPieces(largest: UInt64)
    /// A zone that it could use was above its minimum when the report was printed.
    case isAbove
  }

  /// Zones that the request could use, and the others.
  let usable: [ReportedZone]
  let others: [ReportedZone]
  /// Nil where the report lists no zone that could be used.
  let finding: Finding?
  /// The highest zone that the request could use, where there were higher ones.
  let bound: ReportedZone.Kind?
  /// Unit: bytes.
  let request: UInt64

  init(_ report: KillReport, nodes: NodeList?, pageSize: UInt64) {
    let zones = report.memory.zones
    let highest = report.invocation?.highestZone
    let isMovable = report.invocation?.isMovable ?? false
    func canUse(_ zone: ReportedZone) -> Bool {
      (nodes?.contains(zone.node) ?? true) && (highest.map { zone.kind <= $0 } ?? true)
        && zone.kind != .device
    }
    let usable = zones.filter(canUse)
    self.usable = usable
    others = zones.filter { !canUse($0) && $0.kind != .device }
    bound = highest.flatMap { highest in
      zones.contains { $0.kind > highest && $0.kind != .device } ? highest : nil
    }
    let order = UInt64(min(max(report.invocation?.order ?? 0, 0), 20))
    let request = pageSize << order
    self.request = request
    // What is kept from a request is told by the highest zone that it may use, which is the last one.
    let isUnbound = bound == nil
    let open = usable.filter { zone in
      let reserve = isUnbound ? (zone.reserves.last ?? 0).multipliedSaturated(by: pageSize) : 0
      let kept = zone.min.addingSaturated(reserve)
      return zone.free - min(zone.free, isMovable ? 0 : zone.freeContiguous) > kept
    }
    if usable.isEmpty {
      finding = nil
    } else if open.isEmpty {
      finding = .isFull
    } else if order > 0, let largest = Self.largest(usable), largest < request {
      finding = .isInPieces(largest: largest)
    } else {
      finding = .isAbove
    }
  }

  /// Nil where the report does not tell it of every zone.
  private static func largest(_ zones: [ReportedZone]) -> UInt64? {
    let blocks = zones.compactMap(\.largestBlock)
    return blocks.count == zones.count ? blocks.max() : nil
  }
}

extension UInt64 {
  fileprivate func multipliedSaturated(by other: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
