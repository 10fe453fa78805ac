import LinuxKernel
import TestSupport

@testable import MemtopCore

/// Judges hosts that a test writes down as files.
enum Diagnosed {
  /// A host of 1,000,000 kB that is well, with lines changed or added; nil takes a line away.
  static func memory(_ changes: KeyValuePairs<String, UInt64?> = [:]) -> String {
    var lines: [(String, UInt64)] = [
      ("MemTotal", 1_000_000), ("MemFree", 300_000), ("MemAvailable", 700_000),
      ("Buffers", 10_000), ("Cached", 420_000), ("Active", 250_000), ("Inactive", 380_000),
      ("AnonPages", 200_000), ("Shmem", 5000), ("Slab", 30_000), ("SReclaimable", 20_000),
      ("SUnreclaim", 10_000), ("KernelStack", 2000), ("PageTables", 3000), ("Percpu", 1000),
      ("VmallocUsed", 5000), ("SwapTotal", 0), ("SwapFree", 0),
    ]
    for (name, value) in changes {
      lines.removeAll { $0.0 == name }
      if let value { lines.append((name, value)) }
    }
    return lines.map { name, value in
      "\(name): \(value)\(name.hasPrefix("HugePages_") ? "" : " kB")\n"
    }.joined()
  }

  static func stalls(_ some: Double, _ full: Double) -> String {
    let some = Quantity.fixed(some, 2)
    let full = Quantity.fixed(full, 2)
    return "some avg10=\(some) avg60=\(some) avg300=0.00 total=1\n"
      + "full avg10=\(full) avg60=\(full) avg300=0.00 total=1\n"
  }

  static func process(_ pid: Int, _ name: String, anon: UInt64, swap: UInt64 = 0) -> [String:
    String]
  {
    [
      "proc/\(pid)/stat":
        "\(pid) (\(name)) S 1 0 0 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 100 0 0 0\n",
      "proc/\(pid)/statm": "\(anon / 2) \(anon / 4) 10 1 0 1 0\n",
      "proc/\(pid)/status":
        "Name:\t\(name)\nUid:\t0\t0\t0\t0\nVmRSS:\t\(anon) kB\nRssAnon:\t\(anon) kB\n"
        + "VmSwap:\t\(swap) kB\n",
      "proc/\(pid)/comm": name + "\n",
    ]
  }

  /// One sample.
  static func once(_ files: [String: String]) throws -> Verdict {
    try series(1) { _ in files }
  }

  /// A sample a second, with the files of each.
  static func series(
    _ count: Int, thresholds: DiagnosisThresholds = .standard, kills: [RecentKill] = [],
    _ files: (Int) -> [String: String]
  ) throws -> Verdict {
    try levels(count, thresholds: thresholds, kills: kills, files).last!
  }

  static func levels(
    _ count: Int, thresholds: DiagnosisThresholds = .standard, kills: [RecentKill] = [],
    _ files: (Int) -> [String: String]
  ) throws -> [Verdict] {
    var watch = DiagnosisWatch(thresholds)
    var model: Model?
    var verdicts: [Verdict] = []
    for second in 0..<count {
      var all = files(second)
      all["proc/uptime"] = "\(1000 + second).00 1.00\n"
      let tree = TemporaryTree(all)
      let root = try KernelRoot(tree.path)
      var sampler = Sampler(root)
      var next = model ?? Model(facts: sampler.facts)
      try next.advance(followsGrowth: false) { sample, last throws(KernelError) in
        try sampler.take(
          into: &sample, after: last, plan: SamplingPlan(all: DiagnosisReader.files))
      }
      var reader = DiagnosisReader(root)
      var facts = reader.facts(next)
      facts.take(kills)
      watch.advance(facts)
      model = next
      verdicts.append(watch.verdict!)
    }
    return verdicts
  }
}

extension Verdict {
  func level(of kind: DiagnosisKind) -> DiagnosisLevel? {
    findings.first { $0.kind == kind }?.level
  }
}
