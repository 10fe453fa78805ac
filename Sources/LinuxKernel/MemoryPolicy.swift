/// The nodes that a process's own memory policy binds it to.
///
/// Source: `/proc/PID/numa_maps`, which needs the right to trace the process. The kernel asks the policy of
/// the task (`set_mempolicy`), not those of single mappings (`mbind`); the stack, which nobody maps, shows it.
public enum MemoryPolicy: Sendable, Equatable {
  /// It may be given pages of any node that its cpuset has: `default`, `local`, `prefer` and `interleave`
  /// only say where they are looked for first.
  case free
  /// `bind:0-1`: pages come from these nodes alone.
  case bound(NodeList)

  /// Nil where the file cannot be read, and where it shows no stack.
  public static func read(
    _ pid: Int32, in root: KernelRoot, _ buffer: inout ReadBuffer
  ) -> MemoryPolicy? {
    root.value(of: "proc/\(pid)/numa_maps", &buffer, parse)
  }

  static func parse(_ bytes: Span<UInt8>) -> MemoryPolicy? {
    var at = 0
    while at < bytes.count {
      let stop = bytes.lineEnd(from: at) ?? bytes.count
      let words = bytes.text(at..<stop).split(separator: " ")
      if words.count >= 3, words[2...].contains("stack") { return policy(words[1]) }
      at = stop + 1
    }
    return nil
  }

  /// `bind:1`, `bind=static:0-1`, `prefer:0`, `interleave:0,2`.
  private static func policy(_ word: Substring) -> MemoryPolicy? {
    guard word.hasPrefix("bind") else { return .free }
    guard let colon = word.firstIndex(of: ":") else { return nil }
    return NodeList(word[word.index(after: colon)...]).map(MemoryPolicy.bound)
  }
}
