import LinuxKernel
import MemtopCore
import MemtopExport

/// The running kernel's own counters of kills.
struct KillCounters {
  private let root = try? KernelRoot()

  func tally(logged: UInt64, _ extent: KernelLogExtent, _ groups: CgroupKillCount) -> KillCounts {
    var buffer = ReadBuffer()
    let namesGroupsAsLog = root?.namesGroupsAsLog ?? false
    let mounts = read("proc/self/mountinfo", &buffer) { CgroupMount.parse($0) } ?? []
    let counted = read("proc/vmstat", &buffer) { bytes in
      var values = VMStat()
      values.update(bytes)
      return values[.oomKill]
    }
    return KillCounts(
      host: KillTally(counted: counted ?? nil, logged: logged, extent: extent),
      groups: groups.tallies { group in
        // In a container a group that is called the same is another.
        guard let root, namesGroupsAsLog else { return nil }
        return mounts.lazy.compactMap { CgroupKills(root, $0, group, &buffer) }.first
      })
  }

  private func read<T>(
    _ file: String, _ buffer: inout ReadBuffer, _ parse: (Span<UInt8>) -> T
  ) -> T? {
    guard let root, case .bytes = root.read(file, into: &buffer) else { return nil }
    return buffer.withBytes { parse($0) }
  }
}
