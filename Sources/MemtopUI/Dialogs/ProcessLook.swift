import LinuxKernel
import MemtopCore

/// What the last sample tells of a process that a dialog is about.
struct ProcessLook: Sendable, Equatable {
  /// False where it ended.
  var isThere = true
  /// Nil where this sample did not read it.
  var adj: Int32?
  /// The lowest that may be set without a right; nil where it is not known.
  var adjMin: Int32?
  /// What should be known before it gets a signal; nil where nothing stands out.
  var warning: String?

  static let unknown = ProcessLook()

  init(
    isThere: Bool = true, adj: Int32? = nil, adjMin: Int32? = nil, warning: String? = nil
  ) {
    self.isThere = isThere
    self.adj = adj
    self.adjMin = adjMin
    self.warning = warning
  }
}

extension App {
  func look(at process: ProcessID) -> ProcessLook {
    guard let row = model.processes.index(of: process) else { return ProcessLook(isThere: false) }
    let sample = model.processes.rows[row]
    return ProcessLook(
      adj: sample.oomScoreAdj, adjMin: sample.oomScoreAdjMin, warning: signalWarning(row))
  }

  /// Why a signal to it may do more, or less, than is meant.
  private func signalWarning(_ row: Int) -> String? {
    let sample = model.processes.rows[row]
    let who = "\(sample.pid) \(name(ofRow: row))"
    if sample.pid == 1 { return "\(who) is init: everything that runs here depends on it" }
    if sample.isKernelThread {
      return "\(who) is a kernel thread: it takes no signal that would end it"
    }
    if sample.pid == ownPID { return "\(who) is this memtop" }
    if let user = sample.uid, let own = author?.user, user != own {
      return "\(who) is \(model.userName(row).map { VisibleText.make($0) } ?? String(user))'s"
    }
    return nil
  }
}
