import LinuxKernel
import MemtopCore

/// A model as one JSON document: host, memory, swap, pressure and the processes.
///
/// Sizes are integers in bytes. What the kernel does not give is null; what it refuses is null too,
/// and named in a `denied` list beside it, and what could not be read (too many open files, no memory) in
/// `failed`; the lists are there only where they have something to name.
public enum SnapshotJSON {
  /// What is added to the document where it is asked for.
  public struct Additions {
    public var kernel: KernelReport?
    /// Nil where it is not asked for; a failure where there is no tree.
    public var cgroups: Result<CgroupReport, CgroupTree.Failure>?

    public init() {}
  }

  /// Writes the document.
  ///
  /// - Parameters:
  ///   - rows: the processes to list, in their order, as row numbers of the model's table.
  ///   - fields: the keys of each process.
  ///   - report: what the host was found to be; nil leaves the key out.
  ///   - additions: further keys.
  ///
  /// Throws: what the output's sink throws.
  public static func write(
    _ model: Model, rows: [Int32], fields: [Field], report: DiagnosisReport? = nil,
    additions: Additions = Additions(), to output: consuming ChunkedOutput
  ) throws {
    var json = JSONWriter(output)
    json.beginObject(.lines)
    host(model, &json)
    memory(model.sample.memInfo, &json)
    swap(model, &json)
    pressure(model.sample.pressure, &json)
    denied(model.sample, &json)
    failed(model, &json)
    if let report { DiagnosisJSON.verdict(report, &json) }
    try put(additions, into: &json)
    json.key("processes")
    json.beginArray(.lines)
    for row in rows {
      FieldJSON.write(fields, &json) { $0.value(model, Int(row)) }
      try json.output.passOn()
    }
    json.end()
    json.end()
    try json.output.finish()
  }

  private static func put(_ additions: Additions, into json: inout JSONWriter) throws {
    if let kernel = additions.kernel {
      json.key("kernel")
      json.beginObject(.lines)
      try KernelJSON.put(kernel, into: &json)
      json.end()
    }
    switch additions.cgroups {
    case nil: break
    case .success(let report)?:
      json.key("cgroups")
      json.beginObject(.lines)
      try report.put(into: &json)
      json.end()
    case .failure(let failure)?:
      json.key("cgroups")
      json.null()
      json.key("cgroupsFailure")
      json.string(VisibleText.make(failure.message))
    }
  }

  private static func host(_ model: Model, _ json: inout JSONWriter) {
    json.key("host")
    json.beginObject(.lines)
    json.key("name")
    json.string(model.facts.name.map { VisibleText.make($0) })
    json.key("kernel")
    json.string(model.facts.kernel.map { VisibleText.make($0) })
    json.key("uptime")
    json.raw(model.sample.uptime.map(ExportTime.seconds) ?? "null")
    json.key("time")
    json.string(model.takenAt.map(ExportTime.rfc3339))
    ViewJSON.write(model.view, &json)
    json.end()
  }

  private static func memory(_ reading: Reading<MemInfo>, _ json: inout JSONWriter) {
    json.key("memory")
    guard let info = reading.value else { return json.null() }
    json.beginObject(.lines)
    var seen: Set<String> = []
    for entry in info.values.entries {
      let key = MemInfoKey.lowerCamelCase(VisibleText.make(entry.name))
      // A key that a broken file has twice counts once, as everywhere in memtop.
      guard seen.insert(key).inserted else { continue }
      json.key(key)
      json.integer(entry.value)
    }
    json.end()
  }

  private static func swap(_ model: Model, _ json: inout JSONWriter) {
    let info = model.sample.memInfo.value
    json.key("swap")
    json.beginObject(.lines)
    json.key("total")
    json.integer(info?[.swapTotal])
    json.key("free")
    json.integer(info?[.swapFree])
    json.key("cached")
    json.integer(info?[.swapCached])
    json.key("inRate")
    json.integer(model.rates.swapIn.flatMap { UInt64(exactly: $0.rounded()) })
    json.key("outRate")
    json.integer(model.rates.swapOut.flatMap { UInt64(exactly: $0.rounded()) })
    json.key("devices")
    devices(model.sample.swaps.value, &json)
    json.end()
  }

  private static func devices(_ devices: [SwapDevice]?, _ json: inout JSONWriter) {
    guard let devices else { return json.null() }
    json.beginArray(.lines)
    for device in devices {
      json.beginObject(.inline)
      json.key("name")
      json.string(VisibleText.make(device.name))
      json.key("type")
      json.string(VisibleText.make(device.kind))
      json.key("size")
      json.integer(device.size)
      json.key("used")
      json.integer(device.used)
      json.key("priority")
      json.integer(device.priority)
      json.end()
    }
    json.end()
  }

  private static func pressure(_ reading: Reading<MemoryPressure>, _ json: inout JSONWriter) {
    json.key("pressure")
    guard let pressure = reading.value else { return json.null() }
    json.beginObject(.lines)
    json.key("some")
    stalls(pressure.some, &json)
    json.key("full")
    stalls(pressure.full, &json)
    json.end()
  }

  private static func stalls(_ line: MemoryPressure.Line?, _ json: inout JSONWriter) {
    guard let line else { return json.null() }
    json.beginObject(.inline)
    json.key("avg10")
    json.decimal(line.avg10)
    json.key("avg60")
    json.decimal(line.avg60)
    json.key("avg300")
    json.decimal(line.avg300)
    json.key("total")
    json.integer(line.total)
    json.end()
  }

  private static func denied(_ sample: Sample, _ json: inout JSONWriter) {
    var refused: [String] = []
    if case .denied = sample.memInfo { refused.append("memory") }
    if case .denied = sample.vmStat { refused += ["swap.inRate", "swap.outRate"] }
    if case .denied = sample.swaps { refused.append("swap.devices") }
    if case .denied = sample.pressure { refused.append("pressure") }
    FieldJSON.names(refused, "denied", &json)
  }

  /// What could not be read although it is there, each with its errno.
  private static func failed(_ model: Model, _ json: inout JSONWriter) {
    let sample = model.sample
    var failures: [(String, Int32)] = []
    if case .failed(let code) = sample.memInfo { failures.append(("memory", code)) }
    if case .failed(let code) = sample.vmStat {
      failures += [("swap.inRate", code), ("swap.outRate", code)]
    }
    if case .failed(let code) = sample.swaps { failures.append(("swap.devices", code)) }
    if case .failed(let code) = sample.pressure { failures.append(("pressure", code)) }
    if let code = sample.processes.readError { failures.append(("processes", code)) }
    if let failure = model.facts.failure { failures.append(("host", failure.errno)) }
    // Files with no key of their own.
    if failures.isEmpty, let failure = sample.failure {
      failures.append((VisibleText.make(failure.file), failure.errno))
    }
    FailedJSON.write(failures, &json)
  }
}
