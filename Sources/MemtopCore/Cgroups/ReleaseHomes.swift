import LinuxKernel

/// The groups that the processes of a group go back to, held.
struct ReleaseHomes: Sendable {
  struct Home: Sendable {
    let path: [UInt8]
    let directory: CgroupDirectory
  }

  /// Groups that are no more, or were made again, in the order of the record.
  let lost: [[UInt8]]
  private let record: BoxRecord
  private let root: KernelRoot
  /// For each origin of the record.
  private let places: [Home]

  /// - Parameters:
  ///   - above: the group that the box is in.
  ///   - other: where those go whose own group is no more.
  ///
  /// Throws: where there is no place for them.
  init(
    _ record: BoxRecord, _ surroundings: Surroundings, above: [UInt8], _ parent: CgroupDirectory,
    to other: [UInt8]?
  ) throws(CgroupProblem) {
    self.record = record
    root = surroundings.root
    var stand: Home?
    if let other { stand = Home(path: other, directory: try surroundings.open(other)) }
    // Of version 2 only the host's root may hold processes beside groups with limits.
    if stand == nil, surroundings.mount.version == .v1 || parent.identity.inode == 1 {
      stand = Home(path: above, directory: parent)
    }
    var lost: [[UInt8]] = []
    var places: [Home] = []
    for origin in record.origins {
      if let directory = try? surroundings.open(origin.path),
        directory.identity.inode == origin.inode
      {
        places.append(Home(path: origin.path, directory: directory))
      } else if let stand {
        lost.append(origin.path)
        places.append(stand)
      } else {
        throw CgroupProblem(
          .meaning,
          "\(VisibleText.make(origin.path)), where they came from, is no more: "
            + "give --to a group that may hold them")
      }
    }
    self.lost = lost
    self.places = places
  }

  /// Where a process goes: its own place, else that of the nearest ancestor that has one, else where most came
  /// from.
  func home(of process: ProcessID) -> Home {
    var next: ProcessID? = process
    var buffer = ReadBuffer()
    for _ in 0..<1000 {
      guard let one = next else { break }
      if let origin = record.members[one] { return places[origin] }
      let parent = root.value(of: "proc/\(one.pid)/stat", &buffer) { bytes in
        ProcessStat(bytes).flatMap { $0.startTime == one.startTime ? $0.parent : nil }
      }
      next = parent.flatMap { ProcessID(pid: $0, now: root) }
    }
    return places[record.mostCommon]
  }
}
