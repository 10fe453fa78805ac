/// How bad it is.
public typealias DiagnosisLevel = HostState.Level

/// A number that a finding rests on.
public struct Evidence: Sendable, Equatable {
  /// In the kernel's words where it has some.
  public let name: String
  public let value: Double
  /// `bytes`, `%`, `/s`, `bytes/s`, `pages`, `s` or empty for a count.
  public let unit: String
  /// The kernel file and key.
  public let source: String
  /// Its past, or that of the number that it is made of; nil where none is remembered.
  public let course: Course?

  public init(
    _ name: String, _ value: Double, _ unit: String, _ source: String, _ course: Course? = nil
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.source = source
    self.course = course
  }

  public init(_ name: String, bytes: UInt64, _ source: String, _ course: Course? = nil) {
    self.init(name, Double(bytes), "bytes", source, course)
  }

  /// The value with its unit, for people.
  public var text: String { Self.text(value, unit) }

  /// A number of such a unit, for people.
  public static func text(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "bytes": Quantity.bytes(UInt64(exactly: max(0, value.rounded())) ?? .max)
    case "bytes/s": value < 0 ? "-" + Quantity.rate(-value) : Quantity.rate(value)
    case "%": Quantity.percent(value)
    case "/s": Quantity.fixed(value, value < 10 ? 1 : 0) + "/s"
    case "": Quantity.fixed(value, value == value.rounded() ? 0 : 2)
    default: Quantity.fixed(value, 0) + " " + unit
    }
  }
}

/// Something to do, with its reason.
public struct Advice: Sendable, Equatable {
  public let action: String
  public let reason: String
  /// What to type; nil where there is no one command.
  public let command: String?

  public init(_ action: String, because reason: String, _ command: String? = nil) {
    self.action = action
    self.reason = reason
    self.command = command
  }
}

/// What is short.
public enum Shortage: String, Sendable, CaseIterable {
  case no, soon, yes, group, limit, blocks, zone, unknown
}

/// One thing that a rule found, with what it rests on.
public struct Finding: Sendable, Equatable {
  public var kind: DiagnosisKind
  /// `healthy` for a remark that is no trouble.
  public var level: DiagnosisLevel
  public var short: Shortage
  public var sentence: String
  public var evidence: [Evidence]
  /// Processes, groups, caches, mounts; the biggest first.
  public var who: [Subject]
  /// The cheapest first.
  public var advice: [Advice]
  /// What would make it go away; nil of what is well.
  public var ending: String?
  /// Since when it has held within the watch. Unit: seconds on the samples' clock.
  public var since: Double?

  public init(
    _ kind: DiagnosisKind, _ level: DiagnosisLevel, _ short: Shortage, _ sentence: String,
    evidence: [Evidence], who: [Subject] = [], advice: [Advice] = []
  ) {
    self.kind = kind
    self.level = level
    self.short = short
    self.sentence = sentence
    self.evidence = evidence
    self.who = who
    self.advice = advice
  }
}

/// The kinds of trouble, and of calm.
public enum DiagnosisKind: String, Sendable, CaseIterable {
  case healthy
  case healthyCache = "healthy-cache"
  case swapHarmless = "swap-harmless"
  case swapAvoidable = "swap-avoidable"
  case swapFull = "swap-full"
  case noSwap = "no-swap"
  case shmem, tmpfs
  case slabLeak = "slab-leak"
  case negativeDentries = "negative-dentries"
  case kernelLeak = "kernel-leak"
  case unaccountedKernel = "unaccounted-kernel"
  case balloon, zfs
  case hugepagesUnused = "hugepages-unused"
  case zram
  case cgroupLimit = "cgroup-limit"
  case memoryHigh = "memory-high"
  case containerView = "container-view"
  case commitLimit = "commit-limit"
  case fragmentation, watermark, lowmem
  case processLeak = "process-leak"
  case processCount = "process-count"
  case shortage, thrash
  case numaNode = "numa-node"
  case pageTables = "page-tables"
  case mlocked, ksm, writeback
  case oomKill = "oom-kill"
  case recovering
  case unknown
}
