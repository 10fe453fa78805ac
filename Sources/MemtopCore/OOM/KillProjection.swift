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
  /// By row; who dies along with a victim has its rank.
  private let ranks: [Int32: Int]

  /// Who takes less than this of what all, or the greediest, do is not carried on.
  private static let leastShare = 0.01

  /// How fast the room becomes less, in the unit of the paces.
  let speed: Double

  /// So many deaths are foretold where no number is asked for.
  public static let usualCount = 10

  /// Nil where nothing can be killed.
  ///
  /// - Parameters:
  ///   - candidates: the choice as it would be now.
  ///   - room: what is left in the scope. Unit: bytes.
  ///   - fall: how fast the room becomes less; what the processes do not take of it goes where nobody
  ///     is killed for it: to files in memory, to the kernel. In the unit of `pace`.
  ///   - count: how many victims are wanted.
  ///   - pace: how fast the process in a row grows; nil where it does not, or that is not known.
  public init?(
    _ candidates: KillCandidates, _ scope: KillScope, room: UInt64, fall: Double = 0,
    pageSize: UInt64, count: Int = usualCount, pace: (Int32) -> Double?
  ) {
    var candidates = candidates
    let members = KillMembers(candidates, scope)
    var growing: [(row: Int32, pace: Double)] = []
    for process in candidates.processes
    where process.memory == process.row && members.includes(process) {
      guard let pace = pace(process.row), pace > 0 else { continue }
      growing.append((process.row, pace))
    }
    // What a process once took, as for a thread of it, is no growth that goes on.
    let least = Self.leastShare * growing.reduce(fall) { max($0, $1.pace) }
    growing.removeAll { $0.pace < least }
    let own = growing.reduce(0) { $0 + $1.pace }
    let elsewhere = max(0, fall - own)
    speed = own + elsewhere
    var left = KillTerms.pages(room, of: pageSize)
    var victims: [Victim] = []
    var ranks: [Int32: Int] = [:]
    while victims.count < count {
      let all = growing.reduce(elsewhere) { $0 + $1.pace }
      for (row, pace) in growing {
        candidates.grow(row, by: Int64(Double(left) * pace / all))
      }
      // What comes first stays first once nothing grows any more.
      let order = KillOrder(candidates, scope).victims.prefix(
        growing.isEmpty ? count - victims.count : 1)
      guard !order.isEmpty else { break }
      for victim in order {
        victims.append(Victim(row: victim.row, badness: victim.badness))
        let dead = [victim.row] + victim.alsoKilled
        for row in dead {
          ranks[row] = victims.count
          candidates.remove(row)
        }
        growing.removeAll { dead.contains($0.row) }
        left = victim.freedMemory.addingSaturated(victim.freedSwap)
      }
    }
    guard !victims.isEmpty else { return nil }
    self.victims = victims
    self.ranks = ranks
  }

  /// The rank of a row of the candidates when memory has run out; nil for who is not among those that
  /// were asked for.
  public func rank(of row: Int32) -> Int? { ranks[row] }
}
