import LinuxKernel

/// The groups that are on the screen, whose files stay open while they are.
struct ShownGroups {
  /// A screen of them, with those above.
  private static let most = 128
  private static let filesOfOne = 12

  private var kept: [CgroupDirectory.Identity: KeptCgroup] = [:]
  private var used: Set<CgroupDirectory.Identity> = []
  private var room = 0

  /// Begins a sample: what was not read since the last one is let go.
  ///
  /// - Returns: descriptors that the others hold.
  mutating func begin(within limit: Int) -> Int {
    kept = kept.filter { used.contains($0.key) }
    used = []
    room = limit
    let taken = kept.values.reduce(0) { $0 + $1.count }
    guard taken > limit else { return taken }
    kept = [:]
    return 0
  }

  /// A group to be read, whose files stay open while there is room; nil where it is gone.
  ///
  /// - Parameter open: opens its directory.
  mutating func group(
    _ identity: CgroupDirectory.Identity, _ open: () -> CgroupDirectory?
  ) -> KeptCgroup? {
    used.insert(identity)
    if let one = kept[identity] { return one.isThere ? one : nil }
    let mayStay = kept.count < Self.most && (kept.count + 1) * (Self.filesOfOne + 1) <= room
    guard let directory = open(), directory.identity == identity else { return nil }
    let one = KeptCgroup(directory, most: mayStay ? Self.filesOfOne : 0)
    if mayStay { kept[identity] = one }
    return one
  }
}
