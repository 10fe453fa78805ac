import LinuxKernel

/// All processes of a sample as the killer sees them.
public struct KillCandidates: Sendable {
  public let rules: KillRules
  public let facts: KillFacts
  /// In the order of the sample's rows.
  public private(set) var processes: [KillCandidate] = []
  /// The groups that have processes; their paths are from outside.
  private(set) var groups: [String] = []
  private let pageSize: UInt64
  /// Of the host. Unit: pages.
  private let swapFree: Int64
  /// The host as a scope; nil where `meminfo` does not tell its size.
  public let host: KillScope?

  /// - Parameter sample: holds `files` of every process.
  public init(_ sample: borrowing Sample, _ hostFacts: HostFacts, _ facts: KillFacts) {
    let rules = KillRules(release: hostFacts.kernel)
    self.rules = rules
    self.facts = facts
    swapFree = KillTerms.pages(sample.memInfo.value?[.swapFree] ?? 0, of: hostFacts.pageSize)
    pageSize = hostFacts.pageSize
    host = KillScope.host(sample, pageSize: hostFacts.pageSize)
    processes.reserveCapacity(sample.processes.rows.count)
    var numbers: [GroupPath: Int32] = [:]
    var last = (range: TextRange(), group: Int32(-1))
    let isNamespace = ProcessView(sample, hostFacts).limit == .pidNamespace
    for row in sample.processes.rows.indices {
      let process = sample.processes.rows[row]
      var candidate = KillCandidate(
        process, row: row, pageSize: hostFacts.pageSize,
        survivor: facts.survivingThreads[process.pid], processors: facts.processors, rules,
        // Of a capture without kernel threads it cannot be told whether it is a container's or a part
        // of a host's: there a first process that has no score although nothing lowers it is the host's.
        isNamespace: isNamespace && (hostFacts.isLive || process.oomScoreAdj ?? 0 < 0))
      let isKnown = process.known.contains(.cgroup)
      if isKnown, process.cgroupRange != last.range {
        let path = GroupPath(bytes: sample.processes.bytes(process.cgroupRange))
        var group = numbers[path]
        if group == nil {
          group = Int32(groups.count)
          numbers[path] = group
          groups.append(String(decoding: path.bytes, as: UTF8.self))
        }
        last = (process.cgroupRange, group ?? -1)
      }
      if isKnown { candidate.group = last.group }
      processes.append(candidate)
    }
    notePassedOver()
    for (pid, owner) in facts.sharers {
      if let row = sample.processes.index(of: pid), let first = sample.processes.index(of: owner) {
        processes[row].memory = Int32(first)
      }
    }
    noteVforkChildren(sample.processes.rows)
  }

  /// The kernel itself says who cannot be chosen, by a score of 0 where there would be one.
  private mutating func notePassedOver() {
    guard let total = host?.totalPages else { return }
    for row in processes.indices where processes[row].oomScore == 0 {
      guard let badness = processes[row].badness(total: total, rules),
        let score = OOMScoreFormula.score(badness: badness, total: total, rules), score > 1
      else { continue }
      processes[row].immunity = .passedOver
    }
  }

  /// Without a score a vfork child can be told only by its parent, which waits for it in its memory.
  private mutating func noteVforkChildren(_ rows: [ProcessSample]) {
    guard rules.sparesVforkChildren else { return }
    var places: [Int32: Int]?
    for row in processes.indices {
      let child = processes[row]
      guard child.oomScore == nil, child.immunity == nil else { continue }
      let known =
        places
        ?? Dictionary(processes.indices.map { (processes[$0].pid, $0) }) { first, _ in first }
      places = known
      guard let place = known[child.parent] else { continue }
      let parent = processes[place]
      if rows[place].state == UInt8(ascii: "D"), rows[place].virt == rows[row].virt,
        parent.sizes == child.sizes
      {
        processes[row].immunity = .vforkChild
      }
    }
  }

  /// The score that follows from what was read; nil where that cannot be told.
  public func oomScore(_ row: Int) -> Int64? {
    guard let total = host?.totalPages else { return nil }
    let process = processes[row]
    switch process.immunity {
    case .unreadable, .passedOver, .vforkChild: return nil
    case nil, .initProcess, .kernelThread, .noMemory, .adj:
      return OOMScoreFormula.score(
        badness: process.badness(total: total, rules), total: total, rules)
    }
  }

  /// What the processes of a scope can still put in swap. Unit: pages.
  func swapLeft(_ scope: KillScope) -> Int64 {
    guard let group = scope.group else { return swapFree }
    let level = facts.limits?.levels.first { $0.group == group }
    return level.map { KillTerms.pages($0.swapLeft, of: pageSize) } ?? 0
  }

  /// The group asked for as a scope; nil where it has no memory files.
  public func scope(_ group: String, _ sample: borrowing Sample, pageSize: UInt64) -> KillScope? {
    facts.group.map {
      KillScope.group(
        group, $0, swap: sample.memInfo.value?[.swapTotal] ?? 0,
        swappiness: facts.sysctls.swappiness, pageSize: pageSize, rules)
    }
  }

  /// Some of them alone, by rows that ascend; each then has its place among these as its row.
  func narrowed(to rows: [Int32]) -> KillCandidates {
    var narrowed = self
    var places: [Int32: Int32] = [:]
    for (place, row) in rows.enumerated() { places[row] = Int32(place) }
    narrowed.processes = rows.map { row in
      var process = processes[Int(row)]
      let place = places[row] ?? 0
      process.row = place
      process.memory = places[process.memory] ?? place
      return process
    }
    return narrowed
  }

  /// The highest group on a process's path that dies together; nil for none.
  func groupKilledTogether(_ process: KillCandidate) -> String? {
    guard rules.killsGroups, !facts.groupsKilledTogether.isEmpty, process.group >= 0 else {
      return nil
    }
    return CgroupPath.upwards(from: groups[Int(process.group)])
      .last { facts.groupsKilledTogether.contains($0) }
  }

  /// Lets a process grow, and with it all that live in its memory. Unit: pages.
  mutating func grow(_ row: Int32, by pages: Int64) {
    for other in processes.indices where processes[other].memory == processes[Int(row)].memory {
      processes[other].grow(by: pages)
    }
  }

  /// Takes a process out of the choice, since it is dead by then.
  mutating func remove(_ row: Int32) { processes[Int(row)].immunity = .noMemory }

  /// Gives a process, and all that live in its memory, another `oom_score_adj`.
  ///
  /// Returns false where there is no such process, or none that it would mean anything to.
  @discardableResult
  public mutating func set(adj: Int32, of pid: Int32) -> Bool {
    guard let row = processes.firstIndex(where: { $0.pid == pid }) else { return false }
    let memory = processes[row].memory
    var isSet = false
    for other in processes.indices where processes[other].memory == memory {
      if processes[other].take(adj: adj) { isSet = true }
    }
    return isSet
  }
}

/// The bytes of a path, hashed at once and not one by one.
private struct GroupPath: Hashable {
  let bytes: ArraySlice<UInt8>

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
