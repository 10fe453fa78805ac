import LinuxKernel

// What pushing memory out would do, did and costs, for people.

extension ReclaimPlan {
  public var lines: [AboutLine] {
    let subject: AboutLine
    switch target {
    case .group(let path, let version):
      subject = AboutLine("group", "\(VisibleText.make(path)), \(version == .v1 ? "v1" : "v2")")
    case .process(let member):
      subject = AboutLine(
        "process", "\(member.process.pid) \(member.name), in \(VisibleText.make(member.group))")
    }
    let amount = amount.map { "up to " + Quantity.bytes($0) } ?? "all that the kernel takes back"
    let cache = cache.map { ", \(Quantity.bytes($0)) of it cache" } ?? ""
    let swap =
      switch swapFree {
      case 0?: "none is free: only what a file holds can go"
      case let free?: "\(size(before.swap)) used by it, \(Quantity.bytes(free)) free"
      case nil: "not told"
      }
    return [
      subject, AboutLine("amount", "\(amount), by \(means)"),
      AboutLine("usage", size(before.used) + cache), AboutLine("swap", swap),
      AboutLine("cost", "what is used again is read back from disk or swap, and waited for"),
    ]
  }
}

extension ReclaimOutcome {
  /// What was done.
  ///
  /// - Parameter arrow: stands between what was and what is.
  public func lines(arrow: String) -> [AboutLine] {
    var lines = [AboutLine("took", Quantity.fixed(Double(took) / 1e9, 2) + " s")]
    guard let after else { return lines + [AboutLine("now", "it is gone")] }
    for (name, old, new) in [
      ("usage", before.used, after.used), ("swap", before.swap, after.swap),
    ] {
      guard let old, let new else { continue }
      let change = Int64(clamping: new) - Int64(clamping: old)
      lines.append(
        AboutLine(
          name,
          "\(Quantity.bytes(old)) \(arrow) \(Quantity.bytes(new)), \(Quantity.signedBytes(change))"
        ))
    }
    if isLess {
      lines.append(
        AboutLine("less", "the kernel found less to take back than was asked for (EAGAIN)"))
    }
    if skipped > 0 {
      lines.append(
        AboutLine(
          "skipped", "\(skipped) mappings that stay: locked, of huge pages or a device's"))
    }
    return lines
  }
}

extension ReclaimFigures {
  /// What it cost since it was done.
  public func cost(since after: ReclaimFigures, pageSize: UInt64) -> String {
    let seconds = Double(at - min(at, after.at)) / 1e9
    var parts = ["\(size(used)) used"]
    if let refaults = Self.more(refaults, after.refaults) {
      parts.append(
        "\(Quantity.bytes(refaults.multipliedReportingOverflow(by: pageSize).partialValue)) "
          + "read again (refaults)")
    }
    if let faults = Self.more(majorFaults, after.majorFaults) {
      parts.append("\(faults) major faults")
    }
    if let swap { parts.append("\(Quantity.bytes(swap)) in swap") }
    return "after \(Quantity.fixed(seconds, 0)) s: " + parts.joined(separator: ", ")
  }

  private static func more(_ now: UInt64?, _ before: UInt64?) -> UInt64? {
    guard let now, let before, now >= before else { return nil }
    return now - before
  }
}

private func size(_ bytes: UInt64?) -> String { bytes.map { Quantity.bytes($0) } ?? "?" }
