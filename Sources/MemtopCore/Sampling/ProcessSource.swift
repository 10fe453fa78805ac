/// Where a sample's processes come from.
public enum ProcessSource: String, Sendable, Equatable, CaseIterable {
  /// The kernel's list of tasks, through a BPF program.
  case bpf
  /// The files of each process.
  case proc
}
