/// The virtual memory system's event counters and page counts.
///
/// Source: `/proc/vmstat`.
public struct VMStat: KeyedFile {
  /// The counters that memtop computes with; the rest is in `values`.
  public enum Key: Int, KernelKey {
    /// Pages swapped in since boot.
    case pswpin
    /// Pages swapped out since boot.
    case pswpout
    case pgmajfault
    /// Processes the out-of-memory killer ended since boot. Since: 4.13.
    case oomKill
    /// Times a task had to reclaim itself, all zones in one. Until: 4.9.
    case allocstall
    /// The same by the zone that was asked for. Since: 4.10.
    case allocstallDMA
    case allocstallDMA32
    case allocstallNormal
    case allocstallMovable
    /// Since: 5.14.
    case allocstallDevice
    case pgscanDirect
    case pgscanKswapd
    case pgstealDirect
    case pgstealKswapd
    /// Pages that came back soon after they were dropped, both kinds in one. Until: 5.8.
    case workingsetRefault
    /// Since: 5.9.
    case workingsetRefaultAnon
    /// Since: 5.9.
    case workingsetRefaultFile
    /// Of those that came back: dropped so lately that a little more room would have kept them. Until: 5.8.
    case workingsetActivate
    /// Since: 5.9.
    case workingsetActivateFile
    case compactStall
    case compactFail
    case compactSuccess
    /// Pages the hypervisor took since boot.
    case balloonInflate
    /// Pages the hypervisor gave back since boot.
    case balloonDeflate
    /// Dirty pages from which writers are made to wait. Unit: pages.
    case nrDirtyThreshold

    /// As the kernel spells it.
    public var name: String { Self.names[rawValue] }

    private static let names = [
      "pswpin", "pswpout", "pgmajfault", "oom_kill",
      "allocstall", "allocstall_dma", "allocstall_dma32", "allocstall_normal",
      "allocstall_movable", "allocstall_device",
      "pgscan_direct", "pgscan_kswapd", "pgsteal_direct", "pgsteal_kswapd",
      "workingset_refault", "workingset_refault_anon", "workingset_refault_file",
      "workingset_activate", "workingset_activate_file",
      "compact_stall", "compact_fail", "compact_success",
      "balloon_inflate", "balloon_deflate", "nr_dirty_threshold",
    ]
  }

  public var keyed = KeyedValues<Key>()

  public init() {}

  /// Times tasks had to reclaim memory themselves since boot, over all zones.
  public var directReclaims: UInt64? {
    sum([
      .allocstall, .allocstallDMA, .allocstallDMA32, .allocstallNormal, .allocstallMovable,
      .allocstallDevice,
    ])
  }

  /// Pages that came back soon after they were dropped since boot, of both kinds.
  public var refaults: UInt64? {
    sum([.workingsetRefault, .workingsetRefaultAnon, .workingsetRefaultFile])
  }

  /// Pages of files that came back soon after they were dropped since boot; before 5.9 those of programs are
  /// not counted at all.
  public var refaultsFile: UInt64? { sum([.workingsetRefault, .workingsetRefaultFile]) }

  /// Those of `refaultsFile` that a little more room would have kept.
  public var activatedFile: UInt64? { sum([.workingsetActivate, .workingsetActivateFile]) }

  /// Pages the hypervisor's balloon holds. Unit: pages.
  public var ballooned: UInt64? {
    guard let inflated = self[.balloonInflate], let deflated = self[.balloonDeflate] else {
      return nil
    }
    return inflated >= deflated ? inflated - deflated : 0
  }

  private func sum(_ keys: [Key]) -> UInt64? {
    keys.reduce(nil) { total, key in
      guard let value = self[key] else { return total }
      return (total ?? 0).addingSaturated(value)
    }
  }
}
