/// One row of the diagnosis: what a rule reads, what it compares, and what it says.
struct DiagnosisRule: Sendable {
  /// Unique; names the rule in the document.
  let id: String
  /// The kinds it can find.
  let kinds: [DiagnosisKind]
  /// The kernel files that it rests on.
  let reads: [String]
  let thresholds: [DiagnosisThreshold]
  /// What it looks for, in one or two sentences.
  let meaning: String
  /// What it finds counts only once it was found for so long, unless it was from the first sample on: what
  /// it looks at moves by itself from one moment to the next. Unit: seconds.
  let settles: Double
  /// When what it found is over, with thresholds as `{name}`.
  let ending: String
  let judge: @Sendable (borrowing DiagnosisView) -> Finding?

  init(
    _ id: String, _ kinds: [DiagnosisKind], reads: [String],
    thresholds: [DiagnosisThreshold] = [], _ meaning: String, settles: Double = 0,
    ending: String, judge: @escaping @Sendable (borrowing DiagnosisView) -> Finding?
  ) {
    self.id = id
    self.kinds = kinds
    self.reads = reads
    self.thresholds = thresholds
    self.meaning = meaning
    self.settles = settles
    self.ending = ending
    self.judge = judge
  }

  /// What it finds, with what would make it go away.
  func finding(_ view: borrowing DiagnosisView) -> Finding? {
    guard var finding = judge(view) else { return nil }
    let thresholds = view.thresholds
    finding.ending = ending { threshold in
      Evidence.text(thresholds[threshold.name], threshold.unit)
    }
    return finding
  }

  /// When what it found is over.
  ///
  /// - Parameter write: how a threshold reads.
  func ending(_ write: (DiagnosisThreshold) -> String) -> String {
    DiagnosisThreshold.all.reduce(ending) { text, threshold in
      text.replacing("{" + threshold.name + "}", with: write(threshold))
    }
  }

  /// The cause before its effect: of two findings of one level the first is the verdict.
  static let all: [DiagnosisRule] =
    [commitLimit, balloon, zfs] + kernelRules + groupRules + growthRules + sharedRules
    + [hugepagesUnused, zram, mlocked, pageTables, numaNode] + zoneRules
    + [writeback, thrash, shortage, swapAvoidable, swapFull, noSwap, oomKill, ksm]
}

/// What a rule is given: the facts of now, what came before, and the thresholds.
struct DiagnosisView: Sendable {
  let now: DiagnosisFacts
  let memory: HostMemory
  let history: DiagnosisHistory
  let thresholds: DiagnosisThresholds
  /// Seconds until nothing is left; nil where no trend is significant.
  let forecast: Forecast?
  /// When limits inside the host are met, the nearest first.
  let limits: [Forecast]

  subscript(name: String) -> Double { thresholds[name] }

  /// Whether so little is available that what holds memory matters.
  func isTight(_ percent: Double) -> Bool {
    guard let share = memory.availableShare else {
      return memory.leastShare == nil && isBelowMin
    }
    return share < percent
  }

  /// A zone of normal memory is below its reserve.
  var isBelowMin: Bool {
    now.zones.contains { zone in
      guard let free = zone.free, let min = zone.min, min > 0, zone.name != "DMA" else {
        return false
      }
      return free < min
    }
  }

  /// There is but one sample.
  var isSingle: Bool { history.points.count < 2 }

  /// The biggest processes by what they hold.
  func biggest(
    _ size: KeyPath<DiagnosisProcess, UInt64>, _ count: Int = 3
  ) -> [Subject] {
    now.processes.sorted { $0[keyPath: size] > $1[keyPath: size] }.prefix(count)
      .filter { $0[keyPath: size] > 0 }
      .map { subject($0, Quantity.bytes($0[keyPath: size])) }
  }

  func bytes(_ size: some BinaryInteger) -> String { Quantity.bytes(UInt64(clamping: size)) }

  func percent(_ share: Double) -> String { Quantity.percent(share) }
}
