import LinuxKernel

/// Why processes are not taken from the kernel's list of tasks, in words.
extension TaskIteratorFailure {
  /// The kernel gave a list no longer.
  public init(_ error: KernelError) {
    if case .errno(let code) = error.reason {
      self.init(.errno(code))
    } else {
      self.init(.errno(0))
    }
  }

  /// A few words, for the header.
  public var brief: String {
    switch reason {
    case .captured: "captured"
    case .noTypes: "no BTF"
    case .capability(let capability): "no \(capability.name)"
    case .lockdown: "lockdown"
    case .otherNamespace: "another PID namespace"
    case .lockedMemory: "RLIMIT_MEMLOCK"
    case .errno where verdict != nil: "BPF program rejected"
    case .errno(let code): "bpf \(ErrnoText.name(code))"
    }
  }

  /// One line.
  public var explanation: String {
    switch reason {
    case .captured: "a captured system has no kernel that runs"
    case .noTypes:
      "no BTF: /sys/kernel/btf/vmlinux is not there, so the kernel does not describe its types"
    case .capability(let capability):
      "no \(capability.name): it takes CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN"
    case .lockdown: "lockdown: the kernel keeps its memory from being read"
    case .otherNamespace: "/proc shows another PID namespace than memtop's own"
    case .lockedMemory(let limit):
      "RLIMIT_MEMLOCK of \(Quantity.bytes(limit)) is too small for the program, which counts as locked"
        + " memory before Linux 5.11; raise it with ulimit -l"
    case .errno(let code):
      if let verdict {
        "the kernel's verifier rejected the program: \(verdict)"
      } else {
        "bpf: \(ErrnoText.describe(code))" + (firstWords.map { ": " + $0 } ?? "")
      }
    }
  }

  /// What the verifier found wrong: the last line of its log before its statistics. A long log has
  /// lost its begin.
  private var verdict: String? {
    let lines = log.split(separator: "\n")
    guard let end = lines.lastIndex(where: { $0.contains("END PROG LOAD LOG") }) else { return nil }
    let begin = lines[..<end].lastIndex { $0.contains("BEGIN PROG LOAD LOG") }
    return lines[(begin.map { $0 + 1 } ?? 0)..<end].last { !$0.hasPrefix("processed ") }
      .map { VisibleText.make(String($0)) }
  }

  /// What libbpf said first, without its name; a limit that it could not raise is no reason by itself.
  private var firstWords: String? {
    let line = log.split(separator: "\n").first { !$0.contains("RLIMIT_MEMLOCK") }
    return line.map { VisibleText.make(String($0.trimmingPrefix("libbpf: "))) }
  }
}

extension TaskIterator {
  /// Why the sizes lag behind.
  public var roughness: String {
    log.isEmpty
      ? "the number of processors is not known"
      : TaskIteratorFailure(.errno(0), log: log).explanation
  }
}

extension Capabilities.Capability {
  /// `CAP_BPF`.
  public var name: String {
    switch self {
    case .dacOverride: "CAP_DAC_OVERRIDE"
    case .kill: "CAP_KILL"
    case .ipcLock: "CAP_IPC_LOCK"
    case .sysPtrace: "CAP_SYS_PTRACE"
    case .sysAdmin: "CAP_SYS_ADMIN"
    case .sysResource: "CAP_SYS_RESOURCE"
    case .syslog: "CAP_SYSLOG"
    case .perfmon: "CAP_PERFMON"
    case .bpf: "CAP_BPF"
    }
  }
}
