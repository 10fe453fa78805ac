import Glibc

/// How much may be kept open from sample to sample.
public struct KeptDescriptorLimit: Sendable, Equatable {
  public var descriptors: Int
  /// What the kernel may hold for them. Unit: bytes.
  public var kernelMemory: Int

  public init(descriptors: Int, kernelMemory: Int) {
    self.descriptors = descriptors
    self.kernelMemory = kernelMemory
  }

  public static let nothing = KeptDescriptorLimit(descriptors: 0, kernelMemory: 0)
}

extension ProcessFile {
  /// What the kernel holds for an open descriptor that was read; nil for a file that is never kept.
  /// Unit: bytes.
  var keptCost: Int? {
    switch self {
    // The open file, its seq_file and a buffer of one page.
    case .stat, .statm, .status, .oomScore: 4500
    // The open file alone: it is printed without a buffer.
    case .oomScoreAdj: 256
    case .comm, .cgroup, .cmdline, .ownSizes: nil
    }
  }
}

/// Open files of processes, kept from sample to sample: to open and close one costs more than to read.
///
/// A descriptor belongs to its process and not to the pid. When that process is gone it reads ESRCH,
/// whoever has the pid by then.
struct KeptDescriptors: ~Copyable {
  /// Descriptors of a process, in the order of `ProcessFile`.
  private static let width = 5
  private static let none: Int32 = -1

  /// Processes in ascending order of their pids, with `width` descriptors each.
  private struct Row {
    var pids: [Int32] = []
    var descriptors: [Int32] = []

    mutating func append(_ pid: Int32) {
      pids.append(pid)
      for _ in 0..<width { descriptors.append(none) }
    }

    mutating func append(_ index: Int, of other: Row) {
      pids.append(other.pids[index])
      let start = index * width
      for place in start..<start + width { descriptors.append(other.descriptors[place]) }
    }

    mutating func removeAll() {
      pids.removeAll(keepingCapacity: true)
      descriptors.removeAll(keepingCapacity: true)
    }
  }

  private var now = Row()
  private var earlier = Row()
  private var next = 0
  /// The last process of `now` is the one turned to.
  private var isTurned = false
  private var wanted: ProcessFileSet = []
  private var unwanted: ProcessFileSet = []
  private var limit = KeptDescriptorLimit.nothing
  private(set) var count = 0
  private var cost = 0

  init() {}

  deinit {
    for descriptor in now.descriptors where descriptor >= 0 { close(descriptor) }
    for descriptor in earlier.descriptors[(next * Self.width)...] where descriptor >= 0 {
      close(descriptor)
    }
  }

  /// Begins a sample whose processes follow in ascending order of their pids.
  mutating func begin(_ files: ProcessFileSet, _ limit: KeptDescriptorLimit) {
    end()
    unwanted = wanted.subtracting(files)
    wanted = files
    self.limit = limit
    swap(&now, &earlier)
  }

  /// Turns to the sample's next process.
  ///
  /// - Parameter isKnown: it was there before. Of what is new nothing is kept: it may be short-lived,
  ///   and the first sample is to be on the screen soon.
  mutating func turn(to pid: Int32, isKnown: Bool) {
    while next < earlier.pids.count, earlier.pids[next] < pid { dropNext() }
    if next < earlier.pids.count, earlier.pids[next] == pid {
      now.append(next, of: earlier)
      next += 1
      isTurned = true
      if !unwanted.isEmpty { release(unwanted) }
    } else {
      isTurned = isKnown && !wanted.isEmpty
      if isTurned { now.append(pid) }
    }
  }

  /// Ends the sample: what belongs to processes that are gone is closed.
  mutating func end() {
    while next < earlier.pids.count { dropNext() }
    earlier.removeAll()
    next = 0
    isTurned = false
  }

  /// The descriptor of a file of the process turned to; nil where none is kept.
  func descriptor(of file: ProcessFile) -> Int32? {
    guard isTurned, Int(file.rawValue) < Self.width else { return nil }
    let descriptor = now.descriptors[place(of: file)]
    return descriptor >= 0 ? descriptor : nil
  }

  /// Whether something of the process turned to is kept.
  var hasSome: Bool {
    guard isTurned else { return false }
    return now.descriptors.suffix(Self.width).contains { $0 >= 0 }
  }

  /// Whether a file of the process turned to is worth keeping open, and there is room for it.
  func hasRoom(for file: ProcessFile) -> Bool {
    guard isTurned, wanted.contains(ProcessFileSet(file)), let more = file.keptCost else {
      return false
    }
    return count < limit.descriptors && cost + more <= limit.kernelMemory
  }

  mutating func keep(_ descriptor: Int32, of file: ProcessFile) {
    now.descriptors[place(of: file)] = descriptor
    count += 1
    cost += file.keptCost ?? 0
  }

  /// Lets go of the process turned to; false where nothing of it was kept.
  mutating func letGo() -> Bool {
    guard isTurned else { return false }
    let before = count
    release(wanted)
    isTurned = false
    return count < before
  }

  /// Where a file's descriptor of the process turned to stands.
  private func place(of file: ProcessFile) -> Int {
    (now.pids.count - 1) * Self.width + Int(file.rawValue)
  }

  private mutating func release(_ files: ProcessFileSet) {
    for file in ProcessFile.allCases where files.contains(ProcessFileSet(file)) {
      guard let descriptor = descriptor(of: file) else { continue }
      release(descriptor, of: file.rawValue)
      now.descriptors[place(of: file)] = Self.none
    }
  }

  private mutating func dropNext() {
    for file in 0..<Self.width {
      let descriptor = earlier.descriptors[next * Self.width + file]
      if descriptor >= 0 { release(descriptor, of: UInt8(file)) }
    }
    next += 1
  }

  private mutating func release(_ descriptor: Int32, of file: UInt8) {
    close(descriptor)
    count -= 1
    cost -= ProcessFile(rawValue: file)?.keptCost ?? 0
  }
}
