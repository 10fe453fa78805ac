extension MemorySharing {
  /// Compares what a captured system tells of two processes: `apart` or `cannotTell`.
  ///
  /// In one memory every line about it is the same, also its peaks. A forked child of the same size
  /// has others, since it begins without what its parent had mapped of files.
  static func compareFiles(_ a: ProcessID, _ b: ProcessID, in root: KernelRoot) -> Answer {
    var buffer = ReadBuffer()
    guard let first = memoryLines(a.pid, root, &buffer),
      let second = memoryLines(b.pid, root, &buffer)
    else { return .cannotTell }
    return first == second ? .cannotTell : .apart
  }

  /// The lines of `status` about memory, as the kernel printed them.
  private static func memoryLines(
    _ pid: Int32, _ root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> [String]? {
    guard case .bytes = root.read("proc/\(pid)/status", into: &buffer) else { return nil }
    let text = buffer.withBytes { $0.text(0..<$0.count) }
    return text.split(separator: "\n").filter { $0.hasPrefix("Vm") || $0.hasPrefix("Rss") }
      .map(String.init)
  }
}
