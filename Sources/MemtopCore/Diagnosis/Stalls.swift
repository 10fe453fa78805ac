import LinuxKernel

/// How long tasks of the host wait for memory, without the stalls that belong to a group's own limit.
struct Stalls {
  /// Unit: percent of the last 10 s.
  private(set) var some = 0.0
  private(set) var full = 0.0
  /// Unit: percent of the last 60 s.
  private(set) var full60 = 0.0
  private(set) var evidence: [Evidence] = []

  static func host(_ view: borrowing DiagnosisView) -> Stalls {
    var stalls = Stalls()
    guard let pressure = view.now.pressure else { return stalls }
    stalls.some = pressure.some.avg10
    stalls.full = pressure.full?.avg10 ?? 0
    stalls.full60 = pressure.full?.avg60 ?? 0
    stalls.evidence = [
      Evidence(
        "some avg10", pressure.some.avg10, "%", "/proc/pressure/memory", .host(.pressureSome)),
      Evidence(
        "full avg10", pressure.full?.avg10 ?? 0, "%", "/proc/pressure/memory", .host(.pressureFull)),
    ]
    for use in view.now.groups where GroupLimit.binds(use, view) {
      guard let own = use.pressure else { continue }
      stalls.some = max(0, stalls.some - own.some.avg10)
      stalls.full = max(0, stalls.full - max(own.full?.avg10 ?? 0, own.some.avg10 * 0.8))
      stalls.full60 = max(0, stalls.full60 - max(own.full?.avg60 ?? 0, own.some.avg60 * 0.8))
      stalls.evidence.append(
        Evidence(
          "some avg10 of \(VisibleText.make(use.path))", own.some.avg10, "%",
          "memory.pressure"))
    }
    return stalls
  }
}
