import CFuzz

/// What takes the bytes of one input: a group of parsers of one kind of text.
struct Group {
  let name: String
  let take: @Sendable ([UInt8]) -> Void

  static let all = [
    Group(name: "host", take: HostFiles.take), Group(name: "process", take: ProcessTexts.take),
    Group(name: "cgroup", take: CgroupFiles.take), Group(name: "log", take: Logs.take),
    Group(name: "config", take: Config.take), Group(name: "keys", take: Keys.take),
    Group(name: "tasks", take: Tasks.take),
  ]
}

/// The group that this run is about; set once, before the first input.
nonisolated(unsafe) private var chosen: Group?

@_cdecl("fuzz_choose")
func choose(_ name: UnsafePointer<CChar>) -> CInt {
  chosen = Group.all.first { $0.name == String(cString: name) }
  return chosen == nil ? 0 : 1
}

@_cdecl("fuzz_take")
func take(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen?.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

extension [UInt8] {
  /// The first byte chooses one of the parsers, the rest is its file.
  func choosing(among parsers: [@Sendable (Span<UInt8>) -> Void]) {
    guard let first else { return }
    dropFirst().withUnsafeBufferPointer { parsers[Int(first) % parsers.count]($0.span) }
  }
}

/// Ends the run, as a trap would, where what has to be equal is not.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
  if !holds { fatalError(what()) }
}
