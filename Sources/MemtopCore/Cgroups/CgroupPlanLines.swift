import LinuxKernel

extension CgroupPlan {
  /// What it would do, in lines for people.
  ///
  /// - Parameters:
  ///   - victim: whom the kernel would choose first, where the cache is not enough.
  ///   - arrow: stands between an old and a new value.
  ///   - way: who sets it, and how; nil where that is not known before.
  public func lines(
    victim: String?, arrow: String, way: String? = nil
  ) -> [AboutLine] {
    var lines = edits.map { edit in
      AboutLine(
        edit.setting.rawValue,
        "\(edit.old.shown) \(arrow) \(edit.new.shown), \(edit.file(version))"
      )
    }
    if let usage {
      let cache = cache.map { ", \(Quantity.bytes($0)) of it cache" } ?? ""
      lines.append(AboutLine("usage", Quantity.bytes(usage) + cache))
    }
    if excess > 0 { lines.append(AboutLine("to go", excessText(victim), isGrave: true)) }
    return lines + remarks(way: way)
  }

  /// What else is to be known before: limits below that lose their meaning, and who sets it.
  public func remarks(way: String? = nil) -> [AboutLine] {
    let below = childrenAbove.map { child in
      AboutLine(
        "below",
        "\(VisibleText.make(child.path)) has a larger limit, \(Quantity.bytes(child.limit)), "
          + "which then cannot be reached"
      )
    }
    if let way { return below + [AboutLine("set", VisibleText.make(way))] }
    switch CgroupName(path).kind {
    case .service, .scope, .slice:
      return below + [
        AboutLine(
          "systemd", "where it runs this unit, it is asked to set it: set-property --runtime")
      ]
    default: return below
    }
  }

  private func excessText(_ victim: String?) -> String {
    let dies = mayKill ? victim.map { ", and \($0) is killed first" } ?? "" : ""
    return Quantity.bytes(excess) + " above the new limit must go at once: " + excessMeans + dies
  }

  /// What comes of memory that is above the new limit.
  public var excessMeans: String {
    guard mayKill else { return "the cache is enough" }
    return "what swap does not take "
      + (version == .v1 ? "makes the kernel refuse, and growth then kills" : "is killed for")
  }
}

extension CgroupPlan {
  /// Which group it is for.
  public var subject: AboutLine {
    AboutLine(
      "group",
      "\(VisibleText.make(path)) (\(CgroupName(path).name)), \(version == .v1 ? "v1" : "v2")")
  }
}

extension CgroupSetting.Value {
  /// For people: a size with its exact bytes.
  public var shown: String {
    guard case .limit(.bytes(let size)) = self, size >= 1024 else { return word }
    return "\(Quantity.bytes(size)) (\(size))"
  }
}
