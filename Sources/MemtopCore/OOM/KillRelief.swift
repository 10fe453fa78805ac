import LinuxKernel

/// How much memory is missing until a tenth of it is free to be had again, and how far down the kill
/// order that much comes back.
public struct KillRelief: Sendable, Equatable {
  /// Unit: bytes; 0 where nothing is missing.
  public let shortage: UInt64
  /// The last victim that is needed; nil where nothing is missing, or all together do not suffice.
  public let rank: Int?
  /// What comes back by then, of all where these do not suffice; at most. Unit: pages.
  public let freed: Int64

  /// Nil where it cannot be told: a limit or a size is not known, or there is no limit.
  ///
  /// For the host it counts what is available, for a group its headroom, in which page cache and
  /// free swap count as room.
  public init?(
    _ order: KillOrder, _ candidates: KillCandidates, _ memInfo: MemInfo?, pageSize: UInt64
  ) {
    let total: UInt64
    let left: UInt64
    if order.scope.group == nil {
      guard let ram = memInfo?[.memTotal], let available = memInfo?[.memAvailable] else {
        return nil
      }
      (total, left) = (ram, available)
    } else {
      guard let limit = candidates.facts.group?.limit,
        let headroom = candidates.facts.groupHeadroom
      else { return nil }
      (total, left) = (limit, headroom)
    }
    let wanted = total / 10
    shortage = wanted > left ? wanted - left : 0
    guard shortage > 0 else {
      rank = nil
      freed = 0
      return
    }
    let missing = KillTerms.pages(shortage, of: pageSize)
    var freed: Int64 = 0
    rank =
      order.victims.first { victim in
        freed = freed.addingSaturated(victim.freedMemory)
        return freed >= missing
      }?.rank
    self.freed = freed
  }
}
