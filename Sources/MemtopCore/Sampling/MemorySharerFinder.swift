import LinuxKernel

/// Finds processes that live in one memory (`CLONE_VM` without `CLONE_THREAD`).
///
/// The kernel's list of tasks tells it. `/proc` does not: they are alike in every size, and one is the
/// parent of the other. A running kernel can be asked (`kcmp`); of a captured one the likeness is all
/// there is. Two that are at work are not even alike, since their files are read one after the other:
/// there a child of nearly its parent's size is asked about too.
struct MemorySharerFinder {
  /// Answers whether two processes that look alike live in one memory.
  typealias Sharing = (ProcessID, ProcessID) -> MemorySharing.Answer

  private let processes: [ProcessSample]

  /// - Parameter table: in ascending order of pids.
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
    var candidates: [Alike] = []
    candidates.reserveCapacity(processes.count)
    for row in processes.indices where hasMemory(row) {
      candidates.append(Alike(row, processes[row], Likeness(processes[row]).hashValue))
    }
    candidates.sort()
    var memories = Memories()
    var start = 0
    while start < candidates.count {
      let first = candidates[start]
      var end = start + 1
      while end < candidates.count, candidates[end].likeness == first.likeness { end += 1 }
      if end - start > 1 {
        let likeness = Likeness(processes[first.row])
        memories.removeAll()
        for alike in candidates[start..<end] where Likeness(processes[alike.row]) == likeness {
          memories.add(processes[alike.row], sharing)
        }
      }
      start = end
    }
    return joined(memories.sharers, sharing)
  }

  /// Adds the children of nearly their parents' sizes that the kernel says live in their memory; a
  /// kernel that cannot say leaves them apart.
  private func joined(_ alike: [Int32: Int32], _ sharing: Sharing) -> [Int32: Int32] {
    var sharers = alike
    for row in processes.indices where hasMemory(row) {
      let process = processes[row]
      guard sharers[process.pid] == nil, let parent = self.row(of: process.parent ?? 0),
        hasMemory(parent), isElder(processes[parent], process), isNear(process, processes[parent]),
        sharing(processes[parent].id, process.id) == .shared
      else { continue }
      sharers[process.pid] = processes[parent].pid
    }
    // An elder may have turned out to live in another's memory itself.
    for (pid, first) in sharers {
      var elder = first
      while let next = sharers[elder] { elder = next }
      sharers[pid] = elder
    }
    return sharers
  }

  /// As a parent is. A captured tree may say anything; from elder to elder there is no way round.
  private func isElder(_ a: ProcessSample, _ b: ProcessSample) -> Bool {
    (a.startTime ?? 0, a.pid) < (b.startTime ?? 0, b.pid)
  }

  /// Whether two may have had one size a moment apart. An adjustment is written to both at once.
  private func isNear(_ a: ProcessSample, _ b: ProcessSample) -> Bool {
    a.oomScoreAdj == b.oomScoreAdj && isNear(a.virt, b.virt) && isNear(a.rss, b.rss)
  }

  private func isNear(_ a: UInt64?, _ b: UInt64?) -> Bool {
    guard let a, let b else { return false }
    return max(a, b) - min(a, b) <= max(a, b) / 4
  }

  private func row(of pid: Int32) -> Int? {
    var (low, high) = (0, processes.count)
    while low < high {
      let middle = (low + high) / 2
      if processes[middle].pid < pid { low = middle + 1 } else { high = middle }
    }
    return low < processes.count && processes[low].pid == pid ? low : nil
  }

  /// A process in an order that puts those that are alike together, the eldest first.
  private struct Alike: Comparable {
    let row: Int
    let likeness: Int
    private let startTime: UInt64
    private let pid: Int32

    init(_ row: Int, _ process: ProcessSample, _ likeness: Int) {
      self.row = row
      self.likeness = likeness
      startTime = process.startTime ?? 0
      pid = process.pid
    }

    static func < (a: Self, b: Self) -> Bool {
      (a.likeness, a.startTime, a.pid) < (b.likeness, b.startTime, b.pid)
    }
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

  /// Puts processes that are alike into memories. One is asked about its parent's memory first, then
  /// about those of its latest elders: a thousand idle workers are alike too, and asking costs.
  private struct Memories {
    private var all: [ProcessID] = []
    private var memoryOfPID: [Int32: ProcessID] = [:]
    private(set) var sharers: [Int32: Int32] = [:]

    init() {
      // More than these are seldom alike.
      all.reserveCapacity(64)
      memoryOfPID.reserveCapacity(64)
    }

    /// Begins with processes that are alike in another way.
    mutating func removeAll() {
      all.removeAll(keepingCapacity: true)
      memoryOfPID.removeAll(keepingCapacity: true)
    }

    /// Elders come before younger ones.
    mutating func add(_ process: ProcessSample, _ sharing: Sharing) {
      let parent = memoryOfPID[process.parent ?? 0].flatMap {
        sharing($0, process.id) == .apart ? nil : $0
      }
      let memory = parent ?? all.suffix(8).last { sharing($0, process.id) == .shared }
      memoryOfPID[process.pid] = memory ?? process.id
      if let memory { sharers[process.pid] = memory.pid } else { all.append(process.id) }
    }
  }
}
