import LinuxKernel
import MemtopCore

/// The limits on a group's path, for people and as JSON.
struct VictimLimits {
  private let limits: CgroupPathLimits
  private let group: String

  /// Nil for the host.
  init?(_ scope: KillScope, _ facts: KillFacts) {
    guard let group = scope.group, let limits = facts.limits else { return nil }
    self.limits = limits
    self.group = group
  }

  /// The limits from the group up; nil where there is none.
  var line: String? {
    let texts = limits.limited.map { level in
      var text = VisibleText.make(level.group) + " " + Self.size(level.memory.limit)
      if let headroom = level.headroom { text += " (\(Self.size(headroom)) of room)" }
      return text
    }
    return texts.isEmpty ? nil : texts.joined(separator: ", ")
  }

  /// Whose limit triggers, where that is not the group's own.
  var note: String? {
    let hasOwn = limits.limited.first?.group == group
    guard let binding = limits.binding else {
      return limits.limited.isEmpty
        ? "neither the group nor one above it has a limit: it runs out only with the host"
        : "which of the limits is reached first cannot be told: a usage could not be read"
    }
    guard binding.group != group else { return nil }
    return (hasOwn ? "another limit is reached before the group's own" : "the group has no limit")
      + ": the choice is made in \(VisibleText.make(binding.group)) (see --cgroup)"
  }

  func write(_ json: inout JSONWriter) {
    let binding = limits.binding
    json.key("limits")
    json.beginArray(.lines)
    for level in limits.levels {
      json.beginObject(.inline)
      json.key("cgroup")
      json.string(VisibleText.make(level.group))
      for (name, value) in Self.values(level) {
        json.key(name)
        json.integer(value)
      }
      json.key("binds")
      json.raw(level == binding ? "true" : "false")
      json.end()
    }
    json.end()
  }

  private static func values(_ level: CgroupPathLimits.Level) -> [(String, UInt64?)] {
    let memory = level.memory
    let common = [("limit", memory.limit), ("current", memory.current)]
    let headroom = [
      ("cache", memory.reclaimable?.cache), ("swappable", memory.reclaimable?.swappable),
      ("swapLeft", level.swapLeft), ("headroom", level.headroom),
    ]
    switch memory {
    case .v1(let group):
      return common
        + [
          ("memoryAndSwapLimit", memory.memoryAndSwapLimit),
          ("memoryAndSwapCurrent", group.memoryAndSwapCurrent),
        ] + headroom
    case .v2(let group):
      return common
        + [
          ("high", group.high?.bytes), ("swapLimit", group.swapLimit?.bytes),
          ("swapCurrent", group.swapCurrent),
        ] + headroom
    }
  }

  private static func size(_ bytes: UInt64?) -> String { bytes.map { Quantity.bytes($0) } ?? "" }
}
