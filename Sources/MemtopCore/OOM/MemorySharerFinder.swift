import LinuxKernel

/// Finds processes that live in one memory (`CLONE_VM` without `CLONE_THREAD`).
///
/// `/proc` does not tell it: they are alike in every size, and one is the parent of the other. A
/// running kernel can be asked (`kcmp`); of a captured one the likeness is all there is.
struct MemorySharerFinder {
  private let ids: [ProcessID]
  private let processes: [KillCandidate]

  init(_ table: borrowing ProcessTable, _ processes: [KillCandidate]) {
    ids = table.rows.map { $0.id }
    self.processes = processes
  }

  /// The rows that live in another's memory, with the first row of that memory.
  func groups(_ sharing: (ProcessID, ProcessID) -> MemorySharing.Answer) -> [Int: Int32] {
    // Most processes are like no other: a list is made only where a likeness is seen again.
    var first: [Int: Int32] = [:]
    first.reserveCapacity(processes.count)
    var alike: [Int: [Int32]] = [:]
    for process in processes where process.virt > 0 && !process.isOutOfReach {
      let likeness = likeness(process)
      if let earlier = first.updateValue(process.row, forKey: likeness) {
        alike[likeness, default: [earlier]].append(process.row)
      }
    }
    var groups: [Int: Int32] = [:]
    for rows in alike.values {
      // Two that differ may have one hash; then the second is not looked at further.
      let same = rows.filter { areAlike(rows[0], $0) }
      if same.count > 1 { join(same, sharing, &groups) }
    }
    return groups
  }

  private func likeness(_ process: KillCandidate) -> Int {
    var hasher = Hasher()
    hasher.combine(process.virt)
    hasher.combine(process.terms.memory)
    hasher.combine(process.adj)
    return hasher.finalize()
  }

  private func areAlike(_ a: Int32, _ b: Int32) -> Bool {
    let (a, b) = (processes[Int(a)], processes[Int(b)])
    return a.virt == b.virt && a.terms == b.terms && a.adj == b.adj
  }

  /// Puts rows that are alike into memories. One is asked about its parent's memory first, then about
  /// those of its latest elders: a thousand idle workers are alike too, and asking costs.
  private func join(
    _ rows: [Int32], _ sharing: (ProcessID, ProcessID) -> MemorySharing.Answer,
    _ groups: inout [Int: Int32]
  ) {
    let elders = rows.sorted { age($0) < age($1) }
    var memoryOfPID: [Int32: Int32] = [:]
    var memories: [Int32] = []
    for row in elders {
      let process = processes[Int(row)]
      func asked(_ memory: Int32) -> MemorySharing.Answer {
        sharing(ids[Int(memory)], ids[Int(row)])
      }
      let parent = memoryOfPID[process.parent].flatMap { asked($0) == .apart ? nil : $0 }
      let memory = parent ?? memories.suffix(8).last { asked($0) == .shared }
      memoryOfPID[process.pid] = memory ?? row
      if let memory { groups[Int(row)] = memory } else { memories.append(row) }
    }
  }

  private func age(_ row: Int32) -> (UInt64, Int32) {
    (processes[Int(row)].startTime, processes[Int(row)].pid)
  }
}

extension KillCandidate {
  /// Kernel threads and what cannot be read share nothing that could be told.
  fileprivate var isOutOfReach: Bool {
    switch immunity {
    case .kernelThread, .noMemory, .unreadable: true
    case nil, .initProcess, .adj, .passedOver, .vforkChild: false
    }
  }
}
