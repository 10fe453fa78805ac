import CLinux

/// The files of a process that memtop reads.
public enum ProcessFile: UInt8, CaseIterable, Sendable {
  case stat, statm, status, oomScore, oomScoreAdj, comm, cgroup, cmdline
  /// What of `status` only the file tells (see `ProcessOwnSizes`), whatever source tells the rest.
  case ownSizes

  /// Below `/proc/PID`.
  public var name: StaticString {
    switch self {
    case .stat: "stat"
    case .statm: "statm"
    case .status, .ownSizes: "status"
    case .oomScore: "oom_score"
    case .oomScoreAdj: "oom_score_adj"
    case .comm: "comm"
    case .cgroup: "cgroup"
    case .cmdline: "cmdline"
    }
  }
}

/// A set of process files.
public struct ProcessFileSet: OptionSet, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public init(_ file: ProcessFile) { rawValue = 1 << UInt16(file.rawValue) }

  public static let stat = Self(.stat)
  public static let statm = Self(.statm)
  public static let status = Self(.status)
  public static let oomScore = Self(.oomScore)
  public static let oomScoreAdj = Self(.oomScoreAdj)
  public static let comm = Self(.comm)
  public static let cgroup = Self(.cgroup)
  public static let cmdline = Self(.cmdline)
  public static let ownSizes = Self(.ownSizes)
  /// The owner of the process directory, or `status` in a captured tree.
  public static let owner = Self(rawValue: 1 << 15)
}

/// Reads the files of one process after another through one path buffer and one read buffer.
public struct ProcessFiles: ~Copyable {
  private let root: KernelRoot
  private let path: UnsafeMutablePointer<CChar>
  private var nameStart = 0
  private var buffer = ReadBuffer(capacity: 1 << 13)
  private var kept = KeptDescriptors()

  public init(_ root: KernelRoot) {
    self.root = root
    path = .allocate(capacity: 48)
  }

  deinit { path.deallocate() }

  /// Begins a sample that reads these files of every process; as many of them as the limit allows stay
  /// open for the next.
  public mutating func begin(keeping files: ProcessFileSet, within limit: KeptDescriptorLimit) {
    kept.begin(files, limit)
  }

  /// Turns to the sample's next process, in ascending order of pids.
  ///
  /// - Parameter isKnown: it was in the sample before.
  public mutating func turn(to pid: Int32, isKnown: Bool) {
    kept.turn(to: pid, isKnown: isKnown)
    select(pid)
  }

  /// Ends the sample; processes that it did not turn to are let go of.
  public mutating func end() { kept.end() }

  /// Lets go of the process turned to, so that its files are opened anew; false where none was kept.
  public mutating func letGo() -> Bool { kept.letGo() }

  /// How many files are kept open.
  var keptCount: Int { kept.count }

  /// Whether files of the process turned to are kept.
  public var hasKept: Bool { kept.hasSome }

  /// Selects a process outside a sample.
  public mutating func select(_ pid: Int32) {
    var digits = 0
    var rest = pid
    repeat {
      digits += 1
      rest /= 10
    } while rest > 0
    nameStart = digits
    rest = pid
    for place in stride(from: digits - 1, through: 0, by: -1) {
      path[place] = CChar(0x30 + rest % 10)
      rest /= 10
    }
    path[nameStart] = 0
  }

  /// Reads one file of the selected process. A file that is missing while the process is there is
  /// unsupported, not vanished.
  public mutating func read(_ file: ProcessFile) -> ReadOutcome {
    if let outcome = readKept(file) { return outcome }
    setName(file.name)
    let outcome = root.readProcess(path, into: &buffer)
    guard outcome == .vanished, file != .stat else { return outcome }
    setName(ProcessFile.stat.name)
    return root.existsInProc(path) ? .unsupported : .vanished
  }

  /// Reads through a descriptor that is kept, or that is worth keeping from now on.
  private mutating func readKept(_ file: ProcessFile) -> ReadOutcome? {
    if let descriptor = kept.descriptor(of: file) {
      return KernelRoot.read(descriptor, into: &buffer)
    }
    guard kept.hasRoom(for: file) else { return nil }
    setName(file.name)
    guard let descriptor = root.openProcess(path) else { return nil }
    kept.keep(descriptor, of: file)
    return KernelRoot.read(descriptor, into: &buffer)
  }

  /// The bytes of the last file read.
  public borrowing func withBytes<R>(_ body: (Span<UInt8>) throws -> R) rethrows -> R {
    try buffer.withBytes(body)
  }

  /// The effective user of the selected process; nil in a captured tree or when it is gone.
  public mutating func owner() -> UInt32? {
    path[nameStart] = 0
    return root.owner(ofProcess: path)
  }

  private func setName(_ name: StaticString) {
    path[nameStart] = 0x2f
    name.withUTF8Buffer { bytes in
      for offset in 0..<bytes.count {
        path[nameStart + 1 + offset] = CChar(bitPattern: bytes[offset])
      }
      path[nameStart + 1 + bytes.count] = 0
    }
  }
}
