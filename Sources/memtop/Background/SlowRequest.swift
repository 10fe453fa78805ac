import LinuxKernel

/// A fact whose reading can block for long.
enum SlowRequest: Hashable, Sendable {
  case commandLine(ProcessID)
  case userName(UInt32)

  /// Reads it here and now.
  func read(_ root: KernelRoot) -> SlowAnswer {
    switch self {
    case .commandLine(let process):
      .commandLine(process, ProcessCommandLine.read(process, in: root))
    case .userName(let user): .userName(user, UserName.lookUp(user, in: root))
    }
  }
}

/// What came of a slow request.
enum SlowAnswer: Equatable, Sendable {
  /// The bytes as the kernel gave them, with zero bytes between the arguments.
  case commandLine(ProcessID, Reading<[UInt8]>)
  /// Not yet made visible; nil for a user without a name.
  case userName(UInt32, String?)

  var request: SlowRequest {
    switch self {
    case .commandLine(let process, _): .commandLine(process)
    case .userName(let user, _): .userName(user)
    }
  }
}
