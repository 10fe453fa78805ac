import LinuxKernel

/// Reads samples of a host from `/proc` or from a captured tree.
///
/// It keeps every buffer it needs: after the first sample, sampling allocates nothing per process.
public struct Sampler: ~Copyable {
  public let facts: HostFacts
  private let root: KernelRoot
  private var buffer = ReadBuffer()
  private var listed: ListedProcesses
  private var iterated: IteratedProcesses?
  private var iteratorFailure: KernelError?
  private var round: Int32 = 0
  private var sharing = SharingAnswers()
  private var killHost: KillHost?

  public init(_ root: KernelRoot) {
    self.root = root
    listed = ListedProcesses(root)
    facts = Self.readFacts(root, &buffer)
  }

  /// Fills `sample` with a fresh reading; `previous` lends the facts that seldom change.
  ///
  /// Throws: when `/proc` cannot be listed.
  public mutating func take(
    into sample: inout Sample, after previous: borrowing Sample, plan: SamplingPlan
  ) throws(KernelError) {
    readHost(into: &sample, after: previous)
    round &+= 1
    if !takeIterated(into: &sample, after: previous, plan: plan) {
      sample.source = .proc
      sample.hasRoughSizes = false
      sample.processes.removeAll()
      try listed.fill(&sample.processes, after: previous.processes, plan: plan, round: round)
    }
    sample.killFacts = plan.kill.map { readKillFacts($0, sample) }
  }

  /// Reads anew what the kernel's choice depends on besides the processes.
  public mutating func complete(_ sample: inout Sample, _ kill: KillPlan) {
    sample.killFacts = readKillFacts(kill, sample)
  }

  private mutating func readKillFacts(_ kill: KillPlan, _ sample: borrowing Sample) -> KillFacts {
    sharing.beginSample()
    let root = root
    var host = killHost.flatMap { $0.isOld(root) ? nil : $0 } ?? KillHost(root)
    defer { killHost = host }
    return KillFacts(root, &host, for: kill.group, sample) { a, b in
      sharing.answer(a, b) { MemorySharing.ask($0, $1, in: root) }
    }
  }

  /// Takes processes from the kernel's list of tasks from now on.
  public mutating func use(_ iterator: TaskIterator) {
    iterated = IteratedProcesses(iterator, root, facts)
    // What is kept open of processes, and what the list was read into, goes with the one before.
    listed = ListedProcesses(root)
  }

  /// Why the kernel's list of tasks was given up, if it was since the last call.
  public mutating func takeIteratorFailure() -> KernelError? {
    defer { iteratorFailure = nil }
    return iteratorFailure
  }

  /// False where there is no such list, or no longer.
  private mutating func takeIterated(
    into sample: inout Sample, after previous: borrowing Sample, plan: SamplingPlan
  ) -> Bool {
    guard iterated != nil else { return false }
    sample.source = .bpf
    sample.processes.removeAll()
    let total = sample.totalPages(pageSize: facts.pageSize)
    do throws(KernelError) {
      try iterated?.fill(
        &sample.processes, after: previous.processes, plan: plan, round: round, total: total)
      sample.hasRoughSizes = iterated?.isExact == false
      return true
    } catch {
      iterated = nil
      iteratorFailure = error
      return false
    }
  }

  /// Reads what the rows on screen still lack.
  public mutating func complete(
    _ sample: inout Sample, rows: some Sequence<Int>, files: ProcessFileSet
  ) {
    for row in rows { listed.complete(row, of: &sample.processes, files: files) }
  }

  private mutating func readHost(into sample: inout Sample, after previous: borrowing Sample) {
    sample.malformedFiles.removeAll(keepingCapacity: true)
    buffer.forgetFailure()
    sample.uptime = noting(read("proc/uptime", Uptime.parse), in: &sample).value
    if root.isLive {
      sample.monotonic = KernelClock.monotonic()
      sample.wall = KernelClock.wall()
    } else {
      sample.monotonic = sample.uptime ?? 0
      sample.wall =
        (facts.bootTime ?? 0).multipliedReportingOverflow(by: 1_000_000_000)
        .partialValue &+ Int64(clamping: sample.uptime ?? 0)
    }
    // Two samples take turns: what the lines are named is kept once.
    update(&sample.memInfo, "proc/meminfo", previous.memInfo.value ?? MemInfo()) { $0.update($1) }
    update(&sample.vmStat, "proc/vmstat", previous.vmStat.value ?? VMStat()) { $0.update($1) }
    note("proc/meminfo", sample.memInfo, \.values, in: &sample)
    note("proc/vmstat", sample.vmStat, \.values, in: &sample)
    sample.pressure = noting(
      read("proc/pressure/memory") { MemoryPressure($0) }, in: &sample)
    sample.swaps = noting(read("proc/swaps", SwapDevice.parse), in: &sample)
    sample.failure = buffer.failure
  }

  private func noting<T>(_ reading: Reading<T>, in sample: inout Sample) -> Reading<T> {
    if case .malformed(let file) = reading { sample.malformedFiles.append(file) }
    return reading
  }

  /// Notes a file of many lines where one of them is broken; the others count.
  private func note<T>(
    _ file: String, _ reading: Reading<T>, _ values: KeyPath<T, NamedValues>,
    in sample: inout Sample
  ) {
    switch reading {
    case .value(let value) where value[keyPath: values].malformedLines == 0: break
    case .value, .malformed: sample.malformedFiles.append(file)
    case .absent, .denied, .failed: break
    }
  }

  private mutating func read<T>(_ file: String, _ parse: (Span<UInt8>) -> T?) -> Reading<T> {
    switch root.read(file, into: &buffer) {
    case .bytes:
      return buffer.withBytes { parse($0) }.map(Reading.value) ?? .malformed(file)
    case .vanished, .unsupported: return .absent
    case .denied: return .denied
    case .failed(let code): return .failed(errno: code)
    }
  }

  /// Updates a value in place, so that its storage is used again.
  private mutating func update<T>(
    _ reading: inout Reading<T>, _ file: String, _ fresh: @autoclosure () -> T,
    _ change: (inout T, Span<UInt8>) -> Void
  ) {
    switch root.read(file, into: &buffer) {
    case .bytes(let count):
      guard count > 0 else {
        reading = .malformed(file)
        return
      }
      var value = reading.value ?? fresh()
      reading = .absent
      buffer.withBytes { change(&value, $0) }
      reading = .value(value)
    case .vanished, .unsupported: reading = .absent
    case .denied: reading = .denied
    case .failed(let code): reading = .failed(errno: code)
    }
  }

  private static func readFacts(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> HostFacts {
    var facts = HostFacts(
      name: root.value(of: "proc/sys/kernel/hostname", &buffer, OneLine.parse)
        ?? root.value(of: "etc/hostname", &buffer, OneLine.parse),
      kernel: root.value(of: "proc/sys/kernel/osrelease", &buffer, OneLine.parse),
      bootTime: root.value(of: "proc/stat", &buffer, BootTime.parse),
      pageSize: root.pageSize, clockTicksPerSecond: root.clockTicksPerSecond,
      isLive: root.isLive, namesGroupsAsLog: root.namesGroupsAsLog,
      procMount: ProcMount.read(root, &buffer) ?? ProcMount())
    facts.failure = buffer.failure
    return facts
  }
}
