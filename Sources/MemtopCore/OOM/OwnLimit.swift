import LinuxKernel

/// The group whose limit holds for memtop itself, and so for the container it runs in.
public enum OwnLimit {
  /// The group that runs out first on memtop's own path, as `/proc/self/cgroup` names it in its cgroup
  /// namespace; nil where no limit can be seen there, or it cannot be told which is reached first.
  public static func group(_ root: KernelRoot, _ sample: borrowing Sample) -> String? {
    var buffer = ReadBuffer()
    let path = root.value(of: "proc/self/cgroup", &buffer) { ProcessCgroup.name($0) }
    guard let path else { return nil }
    let mounts = CgroupMount.list(root, &buffer)
    let swappiness = MemorySysctls(root, &buffer).swappiness
    let limits = CgroupPathLimits(
      String(decoding: path, as: UTF8.self), mounts, root, &buffer,
      swapFree: sample.memInfo.value?[.swapFree], swappiness: swappiness)
    return limits.binding?.group
  }
}
