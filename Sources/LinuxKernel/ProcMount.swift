/// How `/proc` is mounted.
///
/// Source: `/proc/self/mountinfo`.
public enum ProcMount {
  /// `hidepid`: users see only their own processes. Nil where the system does not tell.
  ///
  /// Since: Linux 3.3; per mount, and with words in place of numbers, since 5.8.
  public static func hidesProcesses(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> Bool? {
    guard case .bytes = root.read("proc/self/mountinfo", into: &buffer) else { return nil }
    return buffer.withBytes { hidesProcesses($0) }
  }

  /// Of several mounts at `/proc` the last one is seen.
  static func hidesProcesses(_ bytes: Span<UInt8>) -> Bool? {
    var hides: Bool?
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      if let options = options(bytes, at..<end) {
        hides = hiding.contains { bytes.lists($0, in: options) }
      }
      at = end + 1
    }
    return hides
  }

  private static let hiding: [StaticString] = [
    "hidepid=1", "hidepid=2", "hidepid=4", "hidepid=noaccess", "hidepid=invisible",
    "hidepid=ptraceable",
  ]

  /// `36 35 0:5 / /proc options fields… - proc source super-options`
  private static func options(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
    var at = line.lowerBound
    func word() -> Range<Int>? {
      guard at < line.upperBound else { return nil }
      let end = bytes.first(0x20, from: at, to: line.upperBound) ?? line.upperBound
      defer { at = end + 1 }
      return at..<end
    }
    guard word() != nil, word() != nil, word() != nil, word() != nil, let directory = word(),
      bytes.isEqual(directory, "/proc"), word() != nil
    else { return nil }
    while let field = word(), !bytes.isEqual(field, "-") {}
    guard let type = word(), bytes.isEqual(type, "proc"), word() != nil else { return nil }
    return word()
  }
}
