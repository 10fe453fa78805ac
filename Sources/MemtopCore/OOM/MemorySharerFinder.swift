import LinuxKernel

/// Finds processes that live in one memory (`CLONE_VM` without `CLONE_THREAD`).
///
/// The kernel's list of tasks tells it. `/proc` does not: they are alike in every size, and one is the
/// parent of the other. A running kernel can be asked (`kcmp`); of a captured one the likeness is all
/// there is.
struct MemorySharerFinder {
  /// Answers whether two processes that look alike live in one memory.
  typealias Sharing = (ProcessID, ProcessID) -> MemorySharing.Answer

  private let processes: [ProcessSample]

  init(_ table: borrowing ProcessTable) { processes = table.rows }

  /// The pids that live in another's memory, with the pid of the first of them.
  func sharers(_ sharing: Sharing) -> [Int32: Int32] {
    told() ?? likely(sharing)
  }

  /// What the kernel's list of tasks tells; nil where the processes are from elsewhere.
  private func told() -> [Int32: Int32]? {
    guard processes.contains(where: { $0.memory != nil }) else { return nil }
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(processes.count)
    var sharers: [Int32: Int32] = [:]
    for process in processes {
      guard let memory = process.memory else { continue }
      if let elder = first[memory] {
        sharers[process.pid] = elder
      } else {
        first[memory] = process.pid
      }
    }
    return sharers
  }

  private func likely(_ sharing: Sharing) -> [Int32: Int32] {
    // Most processes are like no other: a list is made only where a likeness is seen again.
    var first: [Int: Int] = [:]
    first.reserveCapacity(processes.count)
    var alike: [Int: [Int]] = [:]
    for row in processes.indices where hasMemory(row) {
      let likeness = Likeness(processes[row]).hashValue
      if let earlier = first.updateValue(row, forKey: likeness) {
        alike[likeness, default: [earlier]].append(row)
      }
    }
    var sharers: [Int32: Int32] = [:]
    for rows in alike.values {
      let likeness = Likeness(processes[rows[0]])
      join(rows.filter { Likeness(processes[$0]) == likeness }, sharing, &sharers)
    }
    return sharers
  }

  private func hasMemory(_ row: Int) -> Bool {
    let process = processes[row]
    return process.virt ?? 0 > 0 && process.pageTables != nil && process.oomScoreAdj != nil
      && !process.isKernelThread
  }

  /// What two that share a memory have in common.
  private struct Likeness: Hashable {
    let virt: UInt64?
    let anon: UInt64?
    let file: UInt64?
    let shmem: UInt64?
    let swap: UInt64?
    let pageTables: UInt64?
    let statResident: UInt64?
    let oomScoreAdj: Int32?

    init(_ process: ProcessSample) {
      virt = process.virt
      anon = process.anon
      file = process.file
      shmem = process.shmem
      swap = process.swap
      pageTables = process.pageTables
      statResident = process.statResident
      oomScoreAdj = process.oomScoreAdj
    }
  }

  /// Puts rows that are alike into memories. One is asked about its parent's memory first, then about
  /// those of its latest elders: a thousand idle workers are alike too, and asking costs.
  private func join(_ rows: [Int], _ sharing: Sharing, _ sharers: inout [Int32: Int32]) {
    let elders = rows.sorted { age($0) < age($1) }
    var memoryOfPID: [Int32: Int] = [:]
    var memories: [Int] = []
    for row in elders {
      let process = processes[row]
      func asked(_ memory: Int) -> MemorySharing.Answer {
        sharing(processes[memory].id, process.id)
      }
      let parent = memoryOfPID[process.parent ?? 0].flatMap { asked($0) == .apart ? nil : $0 }
      let memory = parent ?? memories.suffix(8).last { asked($0) == .shared }
      memoryOfPID[process.pid] = memory ?? row
      if let memory { sharers[process.pid] = processes[memory].pid } else { memories.append(row) }
    }
  }

  private func age(_ row: Int) -> (UInt64, Int32) {
    (processes[row].startTime ?? 0, processes[row].pid)
  }
}
