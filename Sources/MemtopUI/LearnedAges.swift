import LinuxKernel
import MemtopCore

/// When something was learned of each process, which is asked for again after some samples: a program may
/// have started another, and its memory changes.
struct LearnedAges {
  /// Unit: samples.
  let lifetime: Int
  private var learnedAt: [ProcessID: Int] = [:]

  init(lifetime: Int) { self.lifetime = lifetime }

  mutating func learn(_ process: ProcessID, _ model: borrowing Model) {
    learnedAt[process] = model.sampleCount
  }

  /// The processes of these rows that are to be asked for: no kernel threads, nothing that is known still.
  func wanted(of rows: [Int], _ model: borrowing Model) -> [ProcessID] {
    var wanted: [ProcessID] = []
    for row in rows {
      let process = model.processes.rows[row]
      guard process.startTime != nil, !process.isKernelThread else { continue }
      if let at = learnedAt[process.id], model.sampleCount - at < lifetime { continue }
      wanted.append(process.id)
    }
    return wanted
  }

  mutating func forgetEnded(_ model: borrowing Model) {
    for process in learnedAt.keys where model.processes.index(of: process) == nil {
      learnedAt[process] = nil
    }
  }
}
