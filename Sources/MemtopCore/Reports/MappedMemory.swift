import LinuxKernel

/// What the files told that block while a process's memory is locked.
public struct MappedMemory: Sendable, Equatable {
  /// Where the answer of one file stands.
  public enum Answer<Value: Sendable & Equatable>: Sendable, Equatable {
    case unasked
    /// Asked, and not answered at once.
    case waiting
    case gone
    case told(Reading<Value>)

    public init(_ reading: Reading<Value>?) { self = reading.map { .told($0) } ?? .gone }

    public var isTold: Bool { if case .told = self { true } else { false } }
  }

  public var rollup = Answer<SmapsRollup>.unasked
  public var mappings = Answer<ProcessMappings>.unasked
  /// The kernel has not answered again yet: the numbers shown are of the last time.
  var isOld = false

  public init() {}

  /// Takes over an answer.
  public mutating func take(_ answer: MapAnswer) {
    switch answer {
    case .rollup(let reading):
      rollup = Answer(reading)
      isOld = false
    case .mappings(let reading):
      mappings = Answer(reading)
      isOld = false
    case .late:
      if rollup == .unasked { rollup = .waiting }
      if mappings == .unasked { mappings = .waiting }
      isOld = true
    }
  }
}

/// What came of reading `smaps_rollup` and `smaps`; nil where the process is gone.
public enum MapAnswer: Sendable, Equatable {
  case rollup(Reading<SmapsRollup>?)
  case mappings(Reading<ProcessMappings>?)
  /// The kernel does not answer at once.
  case late
}
