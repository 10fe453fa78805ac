import LinuxKernel

/// What is said of an explained process besides its score, from one sample. Texts are made visible.
public struct ExplainedProcess: Sendable, Equatable {
  public let process: ProcessID
  public private(set) var name: String
  public private(set) var commandLine: String?
  public private(set) var user: String?
  public private(set) var unit: String?
  public private(set) var container: Container?
  public private(set) var cgroup: String?
  /// The same as the kernel writes it, from outside.
  public private(set) var group: String?
  public private(set) var parent: Int32?
  public private(set) var threads: Int32?
  /// Local date and time.
  public private(set) var started: String?
  public private(set) var isKernelThread = false
  /// It has ended and waits for its parent to take note.
  private(set) var isZombie = false
  /// Unit of sizes: bytes.
  public private(set) var rss: FieldValue
  public private(set) var shr: FieldValue
  public private(set) var swap: FieldValue
  public private(set) var virt: FieldValue
  /// Change of `rss` in the last minute.
  public private(set) var growth: FieldValue
}

extension ExplainedProcess {
  /// What it is read from; the command line is asked for beside the loop.
  public static let files: ProcessFileSet = [.stat, .statm, .status, .owner, .comm, .cgroup]

  /// A process of the model; nil where it is no more.
  ///
  /// - Parameter timeOffset: Unit: seconds east of UTC.
  public init?(_ process: ProcessID, in model: Model, timeOffset: Int64) {
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
    rss = Field.rss.value(model, row)
    shr = Field.shr.value(model, row)
    swap = Field.swap.value(model, row)
    virt = Field.virt.value(model, row)
    growth = Field.growth.value(model, row)
  }
}
