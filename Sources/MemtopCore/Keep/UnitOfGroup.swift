import LinuxKernel

/// Which unit's file decides over a cgroup, by the rules that systemd names groups by.
public struct UnitOfGroup: Sendable, Equatable {
  /// Whose unit it is.
  public enum Level: Sendable, Equatable {
    case system
    case user(UInt32)
  }

  public let unit: UnitName
  public let level: Level
  /// The unit's own group, as `/proc/PID/cgroup` names it.
  public let group: [UInt8]
  /// What was asked for lies below the unit's own group: the unit's program has groups of its own.
  public let isBelow: Bool

  /// - Parameter path: as `/proc/PID/cgroup` names it.
  ///
  /// Throws: where no unit's file decides.
  public init(_ path: some Collection<UInt8>) throws(KeepRefusal) {
    let parts = path.split(separator: 0x2f).map { Array($0) }
    if let elsewhere = OtherManager.find(parts) { throw elsewhere }
    guard let found = UnitOfGroup(parts) else {
      throw KeepRefusal(
        parts.isEmpty
          ? "the root group is no unit's, or a container's as it is seen inside"
          : "\(VisibleText.make(path)) is no unit's group: systemd did not make it",
        instead: parts.isEmpty
          ? "what started the container keeps its limits"
          : "the program that made the group, or memtop cgroup set for now")
    }
    self = found
  }

  /// The unit whose own group this is, scopes too; nil where it is none's. Whether a file decides over it
  /// does not matter for what runs.
  public init?(running path: some Collection<UInt8>) {
    self.init(path.split(separator: 0x2f).map { Array($0) })
    if isBelow { return nil }
  }

  private init?(_ parts: [[UInt8]]) {
    guard let system = Self.unit(parts[...]) else { return nil }
    guard let user = Self.user(of: system.unit),
      let own = Self.unit(parts[system.end...]), own.unit.text != "init.scope"
    else {
      (unit, level) = (system.unit, .system)
      group = Self.joined(parts[..<system.end])
      isBelow = system.end < parts.count
      return
    }
    (unit, level) = (own.unit, .user(user))
    group = Self.joined(parts[..<own.end])
    isBelow = own.end < parts.count
  }

  /// Slices are folders of the tree; the first of another kind is the unit, else the last slice is.
  private static func unit(_ parts: ArraySlice<[UInt8]>) -> (unit: UnitName, end: Int)? {
    var slice: (UnitName, Int)?
    for (number, part) in zip(parts.indices, parts) {
      guard let name = UnitName(ofGroup: part) else { break }
      guard name.kind == .slice else { return (name, number + 1) }
      slice = (name, number + 1)
    }
    // A group in a slice that systemd did not make is none of the slice's units.
    guard let slice, slice.1 == parts.endIndex else { return nil }
    return slice
  }

  /// The user whose manager a unit is.
  private static func user(of unit: UnitName) -> UInt32? {
    guard unit.text.hasPrefix("user@"), unit.kind == .service else { return nil }
    return UInt32(unit.text.dropFirst("user@".count).dropLast(".service".count))
  }

  private static func joined(_ parts: ArraySlice<[UInt8]>) -> [UInt8] {
    parts.reduce(into: []) { $0 += [0x2f] + $1 }
  }
}
