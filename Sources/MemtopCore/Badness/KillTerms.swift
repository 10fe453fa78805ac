/// What a process holds, as far as it counts to the killer. Unit: pages.
public struct KillSizes: Sendable, Equatable {
  public var anon: Int64 = 0
  public var file: Int64 = 0
  public var shmem: Int64 = 0
  /// The killer's resident memory and swap without these, where its counters differ from theirs.
  public var drift: Int64 = 0
  /// Anonymous memory swapped out.
  public var swap: Int64 = 0
  public var pageTables: Int64 = 0

  public init() {}

  var sum: Int64 { anon + file + shmem + drift + swap + pageTables }
}

/// What a process's badness is made of; the terms always add up to it. Unit: pages.
@dynamicMemberLookup
public struct KillTerms: Sendable, Equatable {
  private var sizes: KillSizes
  /// What kernels before 4.17 spare a process that may administer the system; never above 0.
  public var rootDiscount: Int64 = 0
  /// `oom_score_adj` times a thousandth of the total, which is divided first.
  public var adj: Int64 = 0
  /// What raises points below 1 to 1 on kernels before 5.9.
  public var floor: Int64 = 0

  public init(_ sizes: KillSizes = KillSizes()) { self.sizes = sizes }

  @inline(__always)
  public subscript(dynamicMember size: WritableKeyPath<KillSizes, Int64>) -> Int64 {
    get { sizes[keyPath: size] }
    set { sizes[keyPath: size] = newValue }
  }

  /// What the process holds, without what was added or spared.
  public var memory: Int64 { sizes.sum }

  public var badness: Int64 { memory + rootDiscount + adj + floor }

  /// Terms beyond this are not real; with it no sum of them leaves 64 bits.
  private static let limit: Int64 = 1 << 52

  static func pages(_ bytes: UInt64, of pageSize: UInt64) -> Int64 {
    min(Int64(clamping: bytes / max(1, pageSize)), limit)
  }

  static func pages(_ count: UInt64) -> Int64 { min(Int64(clamping: count), limit) }

  /// Adds what depends on the total: the discount, the adjustment and the floor.
  func completed(adj value: Int32, total: Int64, administers: Bool, _ rules: KillRules) -> KillTerms
  {
    var terms = self
    let thousandth = min(max(0, total), Self.limit) / 1000
    terms.adj = Int64(value) * thousandth
    if administers {
      switch rules.rootDiscount {
      case .none: terms.rootDiscount = 0
      case .ofTotal: terms.rootDiscount = -30 * thousandth
      case .ofPoints: terms.rootDiscount = -(memory * 3 / 100)
      }
    }
    terms.floor = 0
    if rules.floorsAtOne { terms.floor = max(0, 1 - terms.badness) }
    return terms
  }
}
