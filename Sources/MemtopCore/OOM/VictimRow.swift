/// One victim with what explains its place, as every table of victims reads it.
public struct VictimRow: Sendable {
  public let victim: KillVictim
  public let candidate: KillCandidate
  /// The program's name, already made visible; nil where it is not known.
  public let name: String?
  /// What comes back up to here. Unit: pages.
  let freedMemory: Int64
  let freedSwap: Int64
  private let list: VictimList

  init(
    _ victim: KillVictim, _ name: String?, freed: (memory: Int64, swap: Int64), _ list: VictimList
  ) {
    self.victim = victim
    self.name = name
    freedMemory = freed.memory
    freedSwap = freed.swap
    self.list = list
    candidate = list.candidates.processes[Int(victim.row)]
  }

  /// Its rank before the edits; nil where there are none, or it was never killed.
  var rankBefore: Int? { list.before?.rank(of: victim.row) }

  /// Its rank when the scope has run out; nil where none is foretold, or only a later one.
  public var rankAtEnd: Int? { list.atEnd?.rank(of: victim.row) }

  /// Processes by their rows.
  func pids(_ rows: some Sequence<Int32>) -> [Int32] {
    rows.map { list.candidates.processes[Int($0)].pid }
  }

  var tied: [Int32] { pids(list.order.tied(with: victim)) }
  var badnessWhenSwapped: Int64? { list.order.badnessWhenSwapped(victim) }

  var absent: String { list.style.absent }

  /// Of so many processes.
  var visible: Int? { list.visible }

  func size(_ pages: Int64) -> String { list.pages.size(pages) }

  /// Unit of the result: bytes.
  func bytes(_ pages: Int64) -> Int64 { list.pages.bytes(pages) }

  /// `1`; `1 or 2`, `1-5` where that cannot be told; `3→17` with an edit.
  var rankText: String {
    if let before = list.before {
      let old = before.rank(of: victim.row)
      if old != victim.rank {
        return (old.map(String.init) ?? list.style.absent) + list.style.arrow + String(victim.rank)
      }
    }
    let ranks = list.order.possibleRanks(of: victim)
    if ranks.count == 1 { return String(victim.rank) }
    return "\(ranks.lowerBound)\(ranks.count == 2 ? " or " : "-")\(ranks.upperBound)"
  }

  /// Who dies with it, the first by their numbers.
  var dyingText: String {
    var parts = pids(victim.alsoKilled.prefix(Self.named)).map { String($0) }
    if victim.alsoKilled.count > Self.named {
      parts.append("and \(victim.alsoKilled.count - Self.named) more")
    }
    if let group = victim.group { parts.append("(oom.group " + VisibleText.make(group) + ")") }
    return parts.joined(separator: " ")
  }

  private static let named = 4
}

/// A kill order with what its rows are explained by.
public struct VictimList: Sendable {
  /// How its words are written.
  public struct Style: Sendable {
    let absent: String
    let arrow: String

    public init(absent: String, arrow: String) {
      self.absent = absent
      self.arrow = arrow
    }
  }

  public let candidates: KillCandidates
  public let order: KillOrder
  /// The order without the edits; nil where there are none.
  public let before: KillOrder?
  /// The order when the scope has run out; nil where none is foretold.
  public let atEnd: KillProjection?
  /// How many processes are seen, where that is not all.
  let visible: Int?
  let pages: PageCount
  let style: Style

  public init(
    _ candidates: KillCandidates, _ order: KillOrder, before: KillOrder? = nil,
    atEnd: KillProjection? = nil, visible: Int? = nil, _ pages: PageCount, _ style: Style
  ) {
    self.candidates = candidates
    self.order = order
    self.before = before
    self.atEnd = atEnd
    self.visible = visible
    self.pages = pages
    self.style = style
  }

  /// The victims at some places of the order, which ascend; what comes back up to each counts those
  /// between them. Each is written out when it is asked for.
  ///
  /// - Parameter name: of a row of the candidates, already made visible.
  public func rows(
    at places: some Sequence<Int>, name: @escaping (Int32) -> String?
  ) -> some Sequence<(place: Int, row: VictimRow)> {
    var places = places.makeIterator()
    var freed: (memory: Int64, swap: Int64) = (0, 0)
    var summed = 0
    return AnyIterator {
      while let place = places.next() {
        guard order.victims.indices.contains(place), place >= summed else { continue }
        for victim in order.victims[summed...place] {
          freed.memory = freed.memory.addingSaturated(victim.freedMemory)
          freed.swap = freed.swap.addingSaturated(victim.freedSwap)
        }
        summed = place + 1
        let victim = order.victims[place]
        return (place, VictimRow(victim, name(victim.row), freed: freed, self))
      }
      return nil
    }
  }
}
