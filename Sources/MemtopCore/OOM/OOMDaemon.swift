import LinuxKernel

/// A running program that kills before the kernel does.
public struct OOMDaemon: Sendable, Equatable {
  public let name: String
  /// The process's pid; of several with the name, the first.
  public let pid: Int32

  /// A program by its process's name, or by the unit it was started as: one that is a script has its
  /// interpreter's name.
  private static let known: [(name: String, units: [String])] = [
    ("systemd-oomd", []), ("earlyoom", []), ("oomd", ["oomd.service"]),
    ("nohang", ["nohang.service", "nohang-desktop.service"]),
  ]

  /// Those among the processes of a sample.
  ///
  /// - Parameter processes: with `stat` and `cgroup` of each.
  public static func running(_ processes: borrowing ProcessTable) -> [OOMDaemon] {
    var found: [OOMDaemon] = []
    var lastGroup = TextRange()
    for row in processes.rows.indices {
      let process = processes.rows[row]
      guard process.state != UInt8(ascii: "Z"), !process.isKernelThread else { continue }
      let comm = processes.bytes(process.commRange)
      // Neighbours share a group: it is looked at once.
      let isNewGroup = process.cgroupRange != lastGroup
      lastGroup = process.cgroupRange
      let group = isNewGroup ? processes.bytes(process.cgroupRange) : []
      for daemon in known
      where isName(daemon.name, comm) || daemon.units.contains(where: { isUnit($0, group) }) {
        found.append(OOMDaemon(name: daemon.name, pid: process.pid))
      }
    }
    return known.compactMap { daemon in found.first { $0.name == daemon.name } }
  }

  private static func isName(_ name: String, _ comm: ArraySlice<UInt8>) -> Bool {
    name.utf8.count == comm.count && name.utf8.elementsEqual(comm)
  }

  private static func isUnit(_ unit: String, _ group: ArraySlice<UInt8>) -> Bool {
    let count = unit.utf8.count
    guard group.count > count, group[group.endIndex - count - 1] == UInt8(ascii: "/") else {
      return false
    }
    return unit.utf8.elementsEqual(group.suffix(count))
  }
}
