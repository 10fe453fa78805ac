/// What the mount of `/proc` leaves out.
///
/// Source: `/proc/self/mountinfo`, the options of the file system `proc` at `/proc`.
public struct ProcMount: Sendable, Equatable {
  /// What is hidden of processes that the reader may not trace.
  public enum Hiding: Sendable, Equatable {
    /// `hidepid=1`, since 5.8 also `noaccess`: their names are there, their files may not be read.
    case files
    /// `hidepid=2` or `invisible`, `hidepid=4` or `ptraceable`: they are not listed.
    case processes
  }

  /// Nil where nothing is hidden.
  public var hiding: Hiding?
  /// `subset=pid`: nothing but processes is there. Since: 5.8.
  public var holdsProcessesOnly = false

  public init(hiding: Hiding? = nil, holdsProcessesOnly: Bool = false) {
    self.hiding = hiding
    self.holdsProcessesOnly = holdsProcessesOnly
  }

  /// Nil where the system does not tell its mounts, or none of them is `proc` at `/proc`.
  public static func read(_ root: KernelRoot, _ buffer: inout ReadBuffer) -> ProcMount? {
    guard case .bytes = root.read("proc/self/mountinfo", into: &buffer) else { return nil }
    return buffer.withBytes { parse($0) }
  }

  /// The mount that lies on top counts: it is listed last.
  static func parse(_ bytes: Span<UInt8>) -> ProcMount? {
    var found: ProcMount?
    var at = 0
    while at < bytes.count {
      let end = bytes.lineEnd(from: at) ?? bytes.count
      if let options = options(bytes, at..<end) { found = ProcMount(options: options) }
      at = end + 1
    }
    return found
  }

  /// `36 35 0:5 / /proc options fields… - proc source super-options`
  private static func options(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String? {
    guard isProc(bytes, line) else { return nil }
    let words = bytes.text(line).split(separator: " ")
    guard words.count > 6, words[3] == "/", words[4] == "/proc",
      let dash = words.firstIndex(of: "-"), words.count > dash + 3, words[dash + 1] == "proc"
    else { return nil }
    return String(words[dash + 3])
  }

  /// Of the thousands of other mounts that a host of containers has no text is made.
  private static func isProc(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var at = line.lowerBound
    while let dash = bytes.first(0x2d, from: at, to: line.upperBound) {
      if bytes.starts(with: "- proc ", at: dash) { return true }
      at = dash + 1
    }
    return false
  }

  private init(options: String) {
    for option in options.split(separator: ",") {
      switch option {
      case "hidepid=1", "hidepid=noaccess": hiding = .files
      case "hidepid=2", "hidepid=invisible", "hidepid=4", "hidepid=ptraceable": hiding = .processes
      case "subset=pid": holdsProcessesOnly = true
      default: break
      }
    }
  }
}
