import LinuxKernel

/// How many of the host's processes a sample shows, and what keeps the others from being seen.
///
/// The kernel compares all of its processes when it kills. An order made of some of them says only who
/// of these comes before whom.
public struct ProcessView: Sendable, Equatable {
  public enum Limit: String, Sendable {
    /// `/proc` is that of a PID namespace below the host's: a container's.
    case pidNamespace
    /// `/proc` is mounted with `hidepid`, and the right to look past it is missing.
    case hidepid
    /// What would tell it could not be read.
    case unread
  }

  /// Nil where all processes are seen.
  public let limit: Limit?
  /// How many processes can be seen and read.
  public let visible: Int
  /// Of a captured tree it cannot be told whether it holds all that was visible.
  private let isLive: Bool

  /// Who sees the first kernel thread sees all: it is pid 2 of the host alone, and another user's.
  /// No process can give itself the flag that tells it. (`NSpid` tells less: it begins at the namespace
  /// whose `/proc` it is, so that inside a container with its own `/proc` there is one number.)
  public init(_ sample: borrowing Sample, _ facts: HostFacts) {
    let rows = sample.processes.rows
    isLive = facts.isLive
    limit = rows.isEmpty ? nil : Self.limit(sample.processes, facts.procMount)
    visible = limit == nil ? rows.count : rows.count { $0.state != nil }
  }

  private static func limit(_ processes: borrowing ProcessTable, _ mount: ProcMount) -> Limit? {
    if let second = processes.index(of: 2).map({ processes.rows[$0] }) {
      if second.isKernelThread { return nil }
      if second.state == nil, !second.denied.contains(.stat) { return .unread }
    }
    // In a namespace there is always a first process; whoever does not see it is kept from it.
    let hasInit = processes.index(of: 1).map { processes.rows[$0].state != nil } ?? false
    return mount.hiding != nil || !hasInit ? .hidepid : .pidNamespace
  }

  public var isWhole: Bool { limit == nil }

  /// A number of processes: `64`, or `5 visible` where there are others.
  public func count(_ number: Int) -> String { isWhole ? String(number) : "\(number) visible" }

  /// What is not seen and what that means for an order; nil where all is seen.
  public var warning: String? {
    let others =
      "the kernel compares all of the host's: ranks are among the visible, and who dies first "
      + "cannot be told"
    return switch limit {
    case nil: nil
    case .pidNamespace:
      (isLive
        ? "visible are only the \(visible) processes of this PID namespace (a container); "
        : "only \(visible) processes were captured, of a container or of a part of the host; ")
        + others
    case .hidepid:
      (isLive
        ? "hidepid leaves \(visible) processes visible (CAP_SYS_PTRACE sees all); "
        : "only \(visible) processes were captured, as hidepid shows them or of a part of the host; ")
        + others
    case .unread: "whether all processes are visible could not be read; if not, \(others)"
    }
  }

  /// What is to be said of pids in the kernel's log; nil where they are those of the processes here.
  public static func foreignPIDs(_ limit: Limit?) -> String? {
    guard limit == .pidNamespace else { return nil }
    return "pids in the kernel's log are the host's: here other processes have these numbers"
  }

  /// The same in a few words; nil where all is seen.
  public var summary: String? {
    switch limit {
    case nil: nil
    case .pidNamespace: "\(visible) visible: PID namespace"
    case .hidepid: "\(visible) visible: hidepid"
    case .unread: "\(visible) visible: perhaps not all"
    }
  }

  /// Looks at the processes there are now.
  ///
  /// Throws: when `/proc` cannot be listed.
  public static func now(_ root: KernelRoot) throws(KernelError) -> ProcessView {
    var sampler = Sampler(root)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: SamplingPlan(all: []))
    return ProcessView(sample, sampler.facts)
  }
}
