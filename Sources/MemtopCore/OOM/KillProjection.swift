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
  ///   - order: of these candidates, as the choice would be now.
  ///   - room: what is left in the scope. Unit: bytes.
  ///   - fall: how fast the room becomes less; what the processes do not take of it goes where nobody
  ///     is killed for it: to files in memory, to the kernel. In the unit of `pace`.
  ///   - count: how many victims are wanted.
  ///   - pace: how fast the process in a row grows; nil where it does not, or that is not known.
  public init?(
    _ candidates: KillCandidates, _ order: KillOrder, room: UInt64, fall: Double = 0,
    pageSize: UInt64, count: Int = usualCount, pace: (Int32) -> Double?
  ) {
    let members = KillMembers(candidates, order.scope)
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
    let rows = Self.concerned(candidates, order, growing.map(\.row), count)
    var few = candidates.narrowed(to: rows)
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, Int32($0)) })
    var left = KillTerms.pages(room, of: pageSize)
    var victims: [Victim] = []
    var ranks: [Int32: Int] = [:]
    while victims.count < count {
      let all = growing.reduce(elsewhere) { $0 + $1.pace }
      for (row, pace) in growing {
        if let place = places[row] { few.grow(place, by: Int64(Double(left) * pace / all)) }
      }
      // What comes first stays first once nothing grows any more.
      let next = KillOrder(few, order.scope).victims.prefix(
        growing.isEmpty ? count - victims.count : 1)
      guard !next.isEmpty else { break }
      for victim in next {
        victims.append(Victim(row: rows[Int(victim.row)], badness: victim.badness))
        for place in [victim.row] + victim.alsoKilled {
          let row = rows[Int(place)]
          ranks[row] = victims.count
          few.remove(place)
          growing.removeAll { $0.row == row }
        }
        left = victim.freedMemory.addingSaturated(victim.freedSwap)
      }
    }
    guard !victims.isEmpty else { return nil }
    self.victims = victims
    self.ranks = ranks
  }

  /// The rows that can come among the first: those that grow, those that are first now, and who dies
  /// with them. A host of ten thousand processes is ordered once, and not for each death.
  private static func concerned(
    _ candidates: KillCandidates, _ order: KillOrder, _ growing: [Int32], _ count: Int
  ) -> [Int32] {
    // In a group the age of all decides between equals, and old kernels look among children.
    guard order.scope.group == nil, !candidates.rules.sacrificesChildren else {
      return candidates.processes.map(\.row)
    }
    var rows = Set(growing)
    for victim in order.victims.prefix(count + growing.count) {
      rows.insert(victim.row)
      rows.formUnion(victim.alsoKilled)
    }
    let dying = Set(
      growing.compactMap { candidates.groupKilledTogether(candidates.processes[Int($0)]) })
    for process in candidates.processes {
      let lives = process.memory != process.row && rows.contains(process.memory)
      if lives
        || !dying.isEmpty && candidates.groupKilledTogether(process).map(dying.contains) == true
      {
        rows.insert(process.row)
      }
    }
    return rows.sorted()
  }

  /// The rank of a row of the candidates when memory has run out; nil for who is not among those that
  /// were asked for.
  public func rank(of row: Int32) -> Int? { ranks[row] }
}
