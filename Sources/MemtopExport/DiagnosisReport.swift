import LinuxKernel
import MemtopCore

/// What `memtop diagnose` writes, in any of its forms.
public struct DiagnosisReport: Sendable {
  public let verdict: Verdict
  public let needs: Needs
  /// How long was watched. Unit: seconds.
  public let span: Double
  /// The clock of the last sample. Unit: seconds.
  let now: Double

  /// Whom the kernel would kill when memory is gone, in order, with what they will hold by then; empty
  /// where memory does not run out, or the kill order was not read.
  let killed: [Victim]
  /// Whether all processes are seen that the kernel compares.
  let view: ProcessView

  struct Victim: Sendable {
    let process: ProcessID
    /// Made visible.
    let name: String
    /// Unit: bytes.
    let badness: UInt64
  }

  private static let victims = 5

  /// Nil before the first sample.
  ///
  /// - Parameter model: after the same last sample.
  public init?(_ watch: DiagnosisWatch, _ model: borrowing Model) {
    guard let verdict = watch.verdict else { return nil }
    self.verdict = verdict
    needs = Needs(watch)
    span = watch.history.span
    now = watch.facts.time
    killed = Self.killed(model)
    view = model.view
  }

  private static func killed(_ model: borrowing Model) -> [Victim] {
    guard let kill = model.kill, let told = model.whenItRunsOut(count: victims) else { return [] }
    return told.victims.map { victim in
      let process = kill.id(victim.row)
      let row = model.processes.index(of: process)
      let name = row.flatMap { model.processes.comm($0) }.map { VisibleText.make($0) }
      let pages = UInt64(clamping: victim.badness)
      return Victim(
        process: process, name: name ?? String(process.pid),
        badness: pages.multipliedSaturated(by: model.facts.pageSize))
    }
  }

  /// How long something has held; nil where that is not known.
  func held(_ since: Double?) -> Double? { since.map { max(0, now - $0) } }
}
