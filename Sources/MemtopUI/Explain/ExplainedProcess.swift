import LinuxKernel
import MemtopCore

/// What the Explain view says of a process besides its score, from one sample. Texts are made visible.
struct ExplainedProcess: Sendable, Equatable {
  let process: ProcessID
  var name: String
  var commandLine: String?
  var user: String?
  var unit: String?
  var container: Container?
  var cgroup: String?
  /// The same as the kernel writes it, from outside.
  var group: String?
  var parent: Int32?
  var threads: Int32?
  /// Local date and time.
  var started: String?
  var isKernelThread = false
  /// It has ended and waits for its parent to take note.
  var isZombie = false
  /// Unit of sizes: bytes.
  var rss: UInt64?
  var shr: UInt64?
  var swap: UInt64?
  var virt: UInt64?
  var pageTables: UInt64?
  /// Change of `rss` in the last minute.
  var growth: Int64?
}

extension ExplainedProcess {
  /// A process of the model; nil where it is no more.
  init?(_ process: ProcessID, in model: Model, timeOffset: Int64) {
    guard let row = model.processes.index(of: process) else { return nil }
    let sample = model.processes.rows[row]
    func text(_ field: Field) -> String? {
      if case .text(let text) = field.value(model, row) { return text }
      return nil
    }
    self.process = process
    name = model.processes.comm(row).map { VisibleText.make($0) } ?? "?"
    commandLine = model.commandLine(row)
    user = model.userName(row).map { VisibleText.make($0) }
    unit = text(.unit)
    cgroup = text(.cgroup)
    container = model.processes.cgroup(row).flatMap { Container($0) }
    group = model.processes.cgroup(row).map { String(decoding: $0, as: UTF8.self) }
    parent = sample.parent
    threads = sample.threads
    started = model.startWall(row).map {
      let time = CalendarTime(seconds: $0 / 1_000_000_000, offset: timeOffset)
      return time.date + " " + time.clock
    }
    isKernelThread = sample.isKernelThread
    isZombie = sample.state == UInt8(ascii: "Z") && sample.threads ?? 1 <= 1
    rss = sample.rss
    shr = sample.shr
    swap = sample.swap
    virt = sample.virt
    pageTables = sample.pageTables
    growth = model.growth(row)
  }
}
