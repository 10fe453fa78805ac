/// Whom the kernel would kill when memory has run out, if all that grow go on as they do.
///
/// Those that grow take what is left, each by its pace. Then the kernel kills, and what comes back is
/// taken again by those that are left, before it kills the next.
public struct KillProjection: Sendable {
  public struct Victim: Sendable, Equatable {
    public let row: Int32
    /// With what it will have taken by then. Unit: pages.
    public let badness: Int64
  }

  /// In order.
  public let victims: [Victim]

  /// - Parameters:
  ///   - picture: the choice as it would be now.
  ///   - room: what is left: available memory and free swap. Unit: bytes.
  ///   - count: how many victims are wanted.
  ///   - pace: how fast the process in a row grows; nil where it does not, or that is not known.
  ///     Unit: bytes a second.
  public init?(
    _ picture: KillPicture, room: UInt64, pageSize: UInt64, count: Int = 5,
    pace: (Int32) -> Double?
  ) {
    guard let scope = picture.host?.scope else { return nil }
    var candidates = picture.candidates
    var growing: [(row: Int32, pace: Double)] = []
    for process in candidates.processes where process.memory == process.row {
      guard process.badness(total: scope.totalPages, candidates.rules) != nil,
        let pace = pace(process.row), pace > 0
      else { continue }
      growing.append((process.row, pace))
    }
    var left = KillTerms.pages(room, of: pageSize)
    var victims: [Victim] = []
    while victims.count < count {
      let all = growing.reduce(0) { $0 + $1.pace }
      for (row, pace) in growing {
        candidates.grow(row, by: Int64(Double(left) * pace / all))
      }
      guard let first = KillOrder(candidates, scope).victims.first else { break }
      victims.append(Victim(row: first.row, badness: first.badness))
      let dead = [first.row] + first.alsoKilled
      for row in dead { candidates.remove(row) }
      growing.removeAll { dead.contains($0.row) }
      left = first.freedMemory.addingSaturated(first.freedSwap)
    }
    guard !victims.isEmpty else { return nil }
    self.victims = victims
  }
}
