import LinuxKernel

/// What is set to happen when memory runs out, and who else may kill.
public struct KillPolicy: Sendable {
  /// What comes of it for a scope.
  public enum Outcome: String, Sendable {
    /// The kernel chooses by badness.
    case choice
    /// Whoever asks for memory dies; the choice is for those that cannot die.
    case invoker
    /// The kernel stops.
    case panic
    /// Processes of the group wait until there is memory.
    case wait
  }

  public let outcome: Outcome
  public let sysctls: MemorySysctls
  /// Running programs that kill before the kernel does.
  public let killers: [OOMDaemon]

  public init(_ candidates: KillCandidates, _ scope: KillScope, _ processes: ProcessTable) {
    self.init(candidates.facts, scope, OOMDaemon.running(processes))
  }

  public init(_ facts: KillFacts, _ scope: KillScope, _ killers: [OOMDaemon]) {
    sysctls = facts.sysctls
    outcome = Self.outcome(facts, scope)
    self.killers = killers
  }

  /// Names of `killers`.
  public var daemons: [String] { killers.map(\.name) }

  /// The settings by the kernel's names, in the order they are written.
  public var settings: [(name: String, value: Int64?)] {
    [
      ("panic_on_oom", sysctls.panicOnOOM.map { Int64($0) }),
      ("oom_kill_allocating_task", sysctls.oomKillAllocatingTask.map { Int64($0) }),
      ("overcommit_memory", sysctls.overcommitMemory.map { Int64($0) }),
      ("oom_dump_tasks", sysctls.oomDumpTasks.map { Int64($0) }),
      ("swappiness", sysctls.swappiness.map { Int64($0) }),
      ("min_free_kbytes", sysctls.minFreeKbytes.map { Int64($0) }),
    ]
  }

  static func outcome(_ facts: KillFacts, _ scope: KillScope) -> Outcome {
    if scope.group != nil, case .v1(let group) = facts.group, group.killIsDisabled { return .wait }
    switch facts.sysctls.panicOnOOM {
    case 1 where scope.group == nil && scope.nodes == nil: return .panic
    case 2: return .panic
    default: break
    }
    if scope.group == nil, let invoker = facts.sysctls.oomKillAllocatingTask, invoker != 0 {
      return .invoker
    }
    return .choice
  }

  /// What a reader of the order must know first; nil where the kernel simply chooses.
  public var warning: String? { outcome.warning }
}

extension KillPolicy.Outcome {
  var warning: String? {
    switch self {
    case .choice: nil
    case .invoker:
      "vm.oom_kill_allocating_task is set: whoever asks for memory dies; this order is for the rest"
    case .panic: "vm.panic_on_oom is set: the kernel panics and kills nobody"
    case .wait: "oom_kill_disable is set: processes of the group wait, nobody is killed"
    }
  }
}
