import LinuxKernel
import MemtopCore
import MemtopUI

/// Takes hold of processes for the prompts, and does to them what is decided.
struct ProcessActs {
  private let root: KernelRoot
  private let rights: AdjRights
  private var held: HeldProcesses

  init(_ root: KernelRoot) {
    self.root = root
    rights = .own(root)
    held = HeldProcesses(root)
  }

  /// Takes hold, and finds out what the user should know before anything is changed.
  mutating func hold(_ processes: [ProcessID], _ model: borrowing Model) -> Message {
    held.hold(processes)
    let footprints = Footprints.read(processes, among: model, root)
    var answers: [HeldProcess] = []
    for process in processes {
      let name = Self.name(process, model)
      let handle = held[process]
      let own = footprints.first { $0.process == process }
      answers.append(
        HeldProcess(
          process: process, name: name, isThere: handle?.isSame() ?? false,
          adj: handle.flatMap { try? $0.readAdj() }, owner: handle?.owner,
          sharers: own.map { held.sharers(of: $0, among: footprints) } ?? MemorySharers(),
          rights: rights))
    }
    return .held(answers)
  }

  mutating func release() { held.release() }

  /// Does what is done at once; nil for any other deed.
  func carryOut(_ deed: Deed, _ model: borrowing Model) -> DeedOutcome? {
    switch deed {
    case .adj(let edits, let undoes):
      return DeedOutcome(edits.map { held.apply($0) }, undoes: undoes)
    case .signal(let processes, let signal):
      var outcomes: [SignalOutcome] = []
      for process in processes {
        outcomes.append(held.send(signal, to: process, name: Self.name(process, model)))
      }
      return DeedOutcome(outcomes)
    case .limits, .contain, .release, .reclaim, .pageOut, .keep, .unkeep, .each: return nil
    }
  }

  private static func name(_ process: ProcessID, _ model: borrowing Model) -> String {
    guard let row = model.processes.index(of: process), let comm = model.processes.comm(row) else {
      return "?"
    }
    return VisibleText.make(comm)
  }
}
