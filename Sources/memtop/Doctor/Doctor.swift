import Glibc
import LinuxKernel
import MemtopCore

/// Tries every source of memtop on the running system.
struct Doctor: ~Copyable {
  typealias Line = DoctorReport.Line

  private let root: KernelRoot
  private let load: (KernelRoot) throws -> TaskIterator
  private let capabilities: Capabilities?
  private var buffer = ReadBuffer()

  /// - Parameter load: loads the kernel's list of tasks.
  init(_ root: KernelRoot, load: @escaping (KernelRoot) throws -> TaskIterator = TaskIterator.init)
  {
    self.root = root
    self.load = load
    capabilities = Capabilities.current(root)
  }

  /// One line for each source, in the order of what depends on them.
  mutating func lines() -> [Line] {
    [
      iterator(), processes(), file("/proc/meminfo", "the host's memory"),
      file("/proc/self/oom_score", "the kernel's likelihood of a kill", named: "oom_score"),
      rollup(), pressure(), kernelLog(), cgroups(), lowering(), lock(),
    ]
  }

  private func holds(_ capability: Capabilities.Capability) -> Bool {
    capabilities?.contains(capability) == true
  }

  private func iterator() -> Line {
    do {
      let iterator = try load(root)
      let took = KernelClock.monotonic()
      let count = try Self.count(iterator)
      let span = Double(KernelClock.monotonic() - took) / 1e6
      let how = "\(count) processes in \(Quantity.fixed(span, 1)) ms"
      return iterator.isExact
        ? Line("bpf", .works, how)
        : Line("bpf", .partly, how + "; sizes lag behind: \(iterator.roughness)")
    } catch let failure as TaskIteratorFailure {
      return Line("bpf", .fails, failure.explanation)
    } catch {
      return Line("bpf", .fails, "the kernel gave no list")
    }
  }

  /// Whether all are seen that the kernel compares when it kills.
  private func processes() -> Line {
    do throws(KernelError) {
      let view = try ProcessView.now(root)
      return view.warning.map { Line("processes", .partly, $0) }
        ?? Line("processes", .works, "all of the host's, \(view.visible) now")
    } catch {
      return Line("processes", .fails, CommandFailure("not listed", error, .noInput).message)
    }
  }

  private static func count(_ iterator: TaskIterator) throws(KernelError) -> Int {
    var records = TaskRecords(iterator)
    try records.begin()
    var count = 0
    while try records.next() != nil { count += 1 }
    return count
  }

  /// Why a file of the kernel cannot be read; nil where it can.
  private mutating func obstacle(_ path: String) -> String? {
    switch root.read(String(path.dropFirst()), into: &buffer) {
    case .bytes: nil
    case .vanished: "\(path) is not there"
    case .denied: "\(path): the right to read it is missing"
    case .unsupported: "\(path): the kernel does not offer it"
    case .failed(let code): "\(path): \(ErrnoText.describe(code))"
    }
  }

  private mutating func file(_ path: String, _ use: String, named name: String? = nil) -> Line {
    if let obstacle = obstacle(path) { return Line(name ?? path, .fails, obstacle) }
    return Line(name ?? path, .works, use)
  }

  private mutating func rollup() -> Line {
    let name = "smaps_rollup"
    if let obstacle = obstacle("/proc/self/smaps_rollup") { return Line(name, .fails, obstacle) }
    return holds(.sysPtrace)
      ? Line(name, .works, "proportional sizes")
      : Line(name, .partly, "your own processes only: no CAP_SYS_PTRACE")
  }

  private mutating func pressure() -> Line {
    let path = "/proc/pressure/memory"
    if case .failed(let code) = root.read(String(path.dropFirst()), into: &buffer) {
      return Line(path, .fails, ErrnoText.describe(code))
    }
    guard obstacle(path) != nil else { return Line(path, .works, "stalls for want of memory") }
    return Line(
      path, .fails, "the kernel keeps no pressure figures: older than 4.20, built without, or psi=0"
    )
  }

  private func kernelLog() -> Line {
    do {
      _ = try KernelLog()
      return Line("/dev/kmsg", .works, "the kernel's reports of kills")
    } catch {
      return Line("/dev/kmsg", .fails, LogSource.refusal(error).message)
    }
  }

  private mutating func cgroups() -> Line {
    guard obstacle("/proc/self/mountinfo") == nil else {
      return Line("cgroups", .fails, "/proc/self/mountinfo cannot be read")
    }
    let mounts = buffer.withBytes { CgroupMount.parse($0) }
    guard let mount = mounts.first else {
      return Line("cgroups", .fails, CgroupTree.Failure.noHierarchy.message)
    }
    let version = mount.version == .v1 ? "v1" : "v2"
    return Line("cgroups", .works, "\(version) at /" + VisibleText.make(mount.directory))
  }

  private func lowering() -> Line {
    let rights = AdjRights.own(root)
    if rights.canLower { return Line("oom_score_adj", .works, "raised and lowered") }
    let why =
      holds(.sysResource)
      ? "CAP_SYS_RESOURCE counts in the initial user namespace only" : "no CAP_SYS_RESOURCE"
    return Line("oom_score_adj", .partly, "raised, and lowered to its floor: \(why)")
  }

  private func lock() -> Line {
    holds(.ipcLock)
      ? Line("mlock", .works, "memtop's own pages stay in memory")
      : Line("mlock", .fails, "no CAP_IPC_LOCK: memtop's own pages may be swapped out")
  }
}
