import CBPF
import Glibc

/// A program in the kernel that tells of every process in one go, where `/proc` needs several system
/// calls for each.
///
/// Source: `BPF_PROG_TYPE_TRACING`, iterator `task`. Since: 5.8. It sees what `hidepid` hides.
public final class TaskIterator: Sendable {
  /// Whether the sizes hold what each processor keeps to itself; else they lag behind.
  public let isExact: Bool
  /// Why they lag behind, as the verifier or libbpf put it; empty where they do not.
  public let log: String
  private let descriptor: Int32
  let clockTick: UInt64

  /// Loads the program, which takes some tens of milliseconds.
  ///
  /// Throws: when it cannot be loaded here.
  public convenience init(_ root: KernelRoot) throws(TaskIteratorFailure) {
    try self.init(root, object: PackageResources.tasks_bpf_o)
  }

  /// - Parameter object: the compiled program.
  init(_ root: KernelRoot, object: [UInt8]) throws(TaskIteratorFailure) {
    try Self.checkSurroundings(root)
    let text = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 1)
    defer { text.deallocate() }
    var log = cbpf_log(
      text: text.baseAddress?.assumingMemoryBound(to: CChar.self), capacity: text.count, length: 0)
    let processors = cbpf_possible_processors()
    var result = Self.load(object, processors, &log)
    var isExact = processors > 0
    let said = result < 0 ? Self.text(log) : ""
    if result < 0, result != -EPERM, isExact {
      // A verifier that refuses the reading of per-processor counters may take the rest.
      isExact = false
      let second = Self.load(object, 0, &log)
      if second >= 0 { result = second }
    }
    guard result >= 0 else {
      throw TaskIteratorFailure(Self.reason(-result, said, root), log: said)
    }
    self.log = said
    descriptor = result
    self.isExact = isExact
    clockTick = 1_000_000_000 / max(1, root.clockTicksPerSecond)
  }

  deinit { close(descriptor) }

  /// The program and its maps take some tens of KiB, and others of the same user count beside them.
  private static let ampleLockedMemory: UInt64 = 1 << 20

  /// What verifiers say of a function that is there for everyone unless the kernel is locked down; the
  /// file that tells so may not be mounted.
  private static let refusedReading = [
    "unknown func bpf_probe_read", "cannot use helper bpf_probe_read",
  ]

  /// Before 5.11 a program counts as locked memory, and the kernel says EPERM where there is none left.
  private static func reason(
    _ code: Int32, _ log: String, _ root: KernelRoot
  ) -> TaskIteratorFailure.Reason {
    if refusedReading.contains(where: log.contains) { return .lockdown }
    var buffer = ReadBuffer(capacity: 256)
    guard code == EPERM, let limit = LockedMemoryLimit.current(), limit < ampleLockedMemory,
      let release = root.value(of: "proc/sys/kernel/osrelease", &buffer, OneLine.parse),
      let version = KernelVersion(release: release), version < KernelVersion(5, 11)
    else { return .errno(code) }
    return .lockedMemory(limit)
  }

  private static func text(_ log: cbpf_log) -> String {
    String(
      decoding: UnsafeRawBufferPointer(start: log.text, count: log.length), as: UTF8.self)
  }

  private static func load(
    _ object: [UInt8], _ processors: Int32, _ log: inout cbpf_log
  ) -> Int32 {
    object.withUnsafeBytes {
      cbpf_load($0.baseAddress, $0.count, processors, &log)
    }
  }

  /// Starts a run; the descriptor gives records until it is at its end.
  ///
  /// Throws: when the kernel refuses.
  func run() throws(KernelError) -> Int32 {
    let run = cbpf_run(descriptor)
    guard run >= 0 else { throw KernelError(path: "bpf", reason: .errno(-run)) }
    return run
  }

  /// What is known to fail is told by its cause; the kernel's own answer is the same for several.
  private static func checkSurroundings(_ root: KernelRoot) throws(TaskIteratorFailure) {
    func fail(_ reason: TaskIteratorFailure.Reason) throws(TaskIteratorFailure) {
      throw TaskIteratorFailure(reason)
    }
    guard root.isLive else { throw TaskIteratorFailure(.captured) }
    if access("/sys/kernel/btf/vmlinux", R_OK) != 0 { try fail(.noTypes) }
    if let held = Capabilities.current(root), !held.contains(.sysAdmin) {
      if !held.contains(.bpf) { try fail(.capability(.bpf)) }
      if !held.contains(.perfmon) { try fail(.capability(.perfmon)) }
    }
    if Lockdown.isConfidential(root) { try fail(.lockdown) }
    if !root.showsOwnNamespace { try fail(.otherNamespace) }
  }
}

/// Why the program could not be loaded.
public struct TaskIteratorFailure: Error, Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// A captured tree has no kernel that runs.
    case captured
    /// The kernel does not describe its types: `/sys/kernel/btf/vmlinux` is not there.
    case noTypes
    case capability(Capabilities.Capability)
    /// The kernel is locked down and lets nobody read its memory.
    case lockdown
    /// `/proc` shows another PID namespace than this process's own.
    case otherNamespace
    /// RLIMIT_MEMLOCK leaves no room for the program. Unit: bytes.
    case lockedMemory(UInt64)
    /// The kernel, or libbpf, said no.
    case errno(Int32)
  }

  public let reason: Reason
  /// What libbpf and the verifier said.
  public let log: String

  public init(_ reason: Reason, log: String = "") {
    self.reason = reason
    self.log = log
  }
}
