import LinuxKernel

/// A fact whose reading can block for long.
enum SlowRequest: Hashable, Sendable {
  case commandLine(ProcessID)
  case userName(UInt32)
  case rollup(ProcessID)
  case mappings(ProcessID)

  /// Reads it here and now.
  func read(_ root: KernelRoot) -> SlowAnswer {
    switch self {
    case .commandLine(let process):
      .commandLine(process, ProcessCommandLine.read(process, in: root))
    case .userName(let user): .userName(user, HostUsers(root).name(of: user))
    case .rollup(let process): .rollup(process, SmapsRollup.read(process, in: root))
    case .mappings(let process): .mappings(process, ProcessMappings.read(process, in: root))
    }
  }

  /// Nil for what is not of a process.
  var process: ProcessID? {
    switch self {
    case .commandLine(let process), .rollup(let process), .mappings(let process): process
    case .userName: nil
    }
  }

  /// A walk through much memory takes its time; that alone does not mean that a process is stuck.
  var takesLong: Bool {
    switch self {
    case .commandLine, .userName: false
    case .rollup, .mappings: true
    }
  }
}

/// What came of a slow request.
enum SlowAnswer: Equatable, Sendable {
  /// The bytes as the kernel gave them, with zero bytes between the arguments.
  case commandLine(ProcessID, Reading<[UInt8]>)
  /// Not yet made visible; nil for a user without a name.
  case userName(UInt32, String?)
  /// Nil for a process that is gone, here and below.
  case rollup(ProcessID, Reading<SmapsRollup>?)
  case mappings(ProcessID, Reading<ProcessMappings>?)

  var request: SlowRequest {
    switch self {
    case .commandLine(let process, _): .commandLine(process)
    case .userName(let user, _): .userName(user)
    case .rollup(let process, _): .rollup(process)
    case .mappings(let process, _): .mappings(process)
    }
  }
}
