import LinuxKernel
import MemtopCore

/// What pushing memory out would do, did and costs, in lines for people.
public struct ReclaimText {
  private let table: TextTable
  private let arrow: String

  /// - Parameters:
  ///   - isUnicode: false where the reader's locale is not UTF-8; then the text is ASCII only.
  ///   - measure: how many cells a text takes in a terminal.
  public init(isUnicode: Bool, measure: @escaping (String) -> Int) {
    table = TextTable(TerminalText(isUnicode: isUnicode, measure: measure))
    arrow = isUnicode ? " → " : " -> "
  }

  /// Writes the preview.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ plan: ReclaimPlan, to output: consuming ChunkedOutput) throws {
    switch plan.target {
    case .group(let path, let version):
      table.put(
        "group", "\(VisibleText.make(path)), \(version == .v1 ? "v1" : "v2")", to: &output)
    case .process(let member):
      table.put(
        "process", "\(member.process.pid) \(member.name), in \(VisibleText.make(member.group))",
        to: &output)
    }
    let amount =
      plan.amount.map { "up to " + Quantity.bytes($0) } ?? "all that the kernel takes back"
    table.put("amount", "\(amount), by \(plan.means)", to: &output)
    let cache = plan.cache.map { ", \(Quantity.bytes($0)) of it cache" } ?? ""
    table.put("usage", Self.size(plan.before.used) + cache, to: &output)
    let swap =
      switch plan.swapFree {
      case 0?: "none is free: only what a file holds can go"
      case let free?: "\(Self.size(plan.before.swap)) used by it, \(Quantity.bytes(free)) free"
      case nil: "not told"
      }
    table.put("swap", swap, to: &output)
    table.put(
      "cost", "what is used again is read back from disk or swap, and waited for", to: &output)
    try output.finish()
  }

  /// Writes what was done.
  ///
  /// Throws: what the output's sink throws.
  public func write(_ outcome: ReclaimOutcome, to output: consuming ChunkedOutput) throws {
    table.put("took", Quantity.fixed(Double(outcome.took) / 1e9, 2) + " s", to: &output)
    let (before, after) = (outcome.before, outcome.after)
    guard let after else {
      table.put("now", "it is gone", to: &output)
      return try output.finish()
    }
    for (name, old, new) in [
      ("usage", before.used, after.used), ("swap", before.swap, after.swap),
    ] {
      guard let old, let new else { continue }
      let change = Int64(clamping: new) - Int64(clamping: old)
      table.put(
        name,
        Quantity.bytes(old) + arrow + Quantity.bytes(new)
          + ", " + Quantity.signedBytes(change), to: &output)
    }
    if outcome.isLess {
      table.put(
        "less", "the kernel found less to take back than was asked for (EAGAIN)", to: &output)
    }
    if outcome.skipped > 0 {
      table.put(
        "skipped", "\(outcome.skipped) mappings that stay: locked, of huge pages or a device's",
        to: &output)
    }
    try output.finish()
  }

  /// What it cost since it was done.
  public func cost(
    _ now: ReclaimFigures, since after: ReclaimFigures, pageSize: UInt64
  ) -> String {
    let seconds = Double(now.at - min(now.at, after.at)) / 1e9
    var parts = ["\(Self.size(now.used)) used"]
    if let refaults = Self.more(now.refaults, after.refaults) {
      parts.append(
        "\(Quantity.bytes(refaults.multipliedReportingOverflow(by: pageSize).partialValue)) "
          + "read again (refaults)")
    }
    if let faults = Self.more(now.majorFaults, after.majorFaults) {
      parts.append("\(faults) major faults")
    }
    if let swap = now.swap { parts.append("\(Quantity.bytes(swap)) in swap") }
    return "after \(Quantity.fixed(seconds, 0)) s: " + parts.joined(separator: ", ")
  }

  private static func more(_ now: UInt64?, _ before: UInt64?) -> UInt64? {
    guard let now, let before, now >= before else { return nil }
    return now - before
  }

  private static func size(_ size: UInt64?) -> String { size.map { Quantity.bytes($0) } ?? "?" }
}
