import LinuxKernel

/// Why a file of the host is not there: what a kernel could do is said of a running one only, and only
/// where its `/proc` shows more than processes.
public enum AbsentFile {
  /// The first kernel that keeps pressure figures.
  private static let pressure = KernelVersion(4, 20)

  /// What is said in the place of the figures of `/proc/pressure/memory`.
  public static func pressureReason(_ facts: HostFacts) -> String {
    guard facts.isLive else { return "the capture has no /proc/pressure/memory" }
    if facts.procMount.holdsProcessesOnly { return subset }
    guard let version = facts.kernel.flatMap({ KernelVersion(release: $0) }) else {
      return "not offered by this kernel"
    }
    return version < pressure
      ? "not offered by this kernel, from 4.20 on there is"
      : "not offered by this kernel (psi=1 turns it on where it was built in)"
  }

  /// What is said of another file of `/proc` that is not there.
  public static func reason(_ facts: HostFacts) -> String {
    facts.procMount.holdsProcessesOnly ? "is not there: " + subset : "is not there"
  }

  private static let subset = "/proc is mounted with subset=pid"
}
