import LinuxKernel

extension KeptDescriptorLimit {
  /// What this process may keep open: three quarters of its descriptors, and no more kernel memory
  /// than a 256th of the memory there is for it.
  static func own(_ root: KernelRoot) -> KeptDescriptorLimit {
    guard root.isLive else { return .nothing }
    var buffer = ReadBuffer()
    guard case .bytes = root.read("proc/meminfo", into: &buffer) else { return .nothing }
    var info = MemInfo()
    buffer.withBytes { info.update($0) }
    guard let host = info[.memTotal] else { return .nothing }
    let memory = min(host, OwnMemoryLimit.read(root) ?? host)
    // The prompts hold two descriptors for each of their processes.
    return KeptDescriptorLimit(
      descriptors: OpenFileLimit.current() / 4 * 3, kernelMemory: Int(clamping: memory / 256))
  }

  /// What is left for groups while they are shown: seven eighths of the descriptors without those that twice as
  /// many processes may take, and half as much of the kernel's memory.
  ///
  /// - Parameters:
  ///   - own: what processes may keep.
  ///   - processes: how many there are.
  static func ofGroups(_ own: KeptDescriptorLimit, processes: Int) -> KeptDescriptorLimit {
    let all = own.descriptors / 3 * 4
    let taken = min(own.descriptors, 2 * processes * filesOfAProcess)
    return KeptDescriptorLimit(
      descriptors: max(0, all / 8 * 7 - taken), kernelMemory: own.kernelMemory / 2)
  }

  /// As many as are ever kept of one.
  private static let filesOfAProcess = 5
}
