import LinuxKernel

extension CgroupPlan {
  /// What it would do, in lines for people: what each is about, and the text.
  ///
  /// - Parameters:
  ///   - victim: whom the kernel would choose first, where the cache is not enough.
  ///   - arrow: stands between an old and a new value.
  ///   - way: who sets it, and how; nil where that is not known before.
  public func lines(
    victim: String?, arrow: String, way: String? = nil
  ) -> [(about: String, text: String)] {
    var lines = edits.map { edit in
      (
        edit.setting.rawValue,
        "\(edit.old.shown) \(arrow) \(edit.new.shown), \(edit.file(version))"
      )
    }
    if let usage {
      let cache = cache.map { ", \(Quantity.bytes($0)) of it cache" } ?? ""
      lines.append(("usage", Quantity.bytes(usage) + cache))
    }
    if excess > 0 { lines.append(("to go", excessText(victim))) }
    lines += childrenAbove.map { child in
      (
        "below",
        "\(VisibleText.make(child.path)) has a larger limit, \(Quantity.bytes(child.limit)), "
          + "which then cannot be reached"
      )
    }
    if let way {
      lines.append(("set", VisibleText.make(way)))
      return lines
    }
    switch CgroupName(path).kind {
    case .service, .scope, .slice:
      lines.append(("systemd", "if it runs this unit, it sets its own value at the next reload"))
    default: break
    }
    return lines
  }

  private func excessText(_ victim: String?) -> String {
    let excess = Quantity.bytes(excess) + " above the new limit must go at once: "
    guard mayKill else { return excess + "the cache is enough" }
    let dies = victim.map { ", and \($0) is killed first" } ?? ""
    let rest = "what swap does not take "
    return excess + rest
      + (version == .v1 ? "makes the kernel refuse, and growth then kills" : "is killed for")
      + dies
  }
}

extension CgroupSetting.Value {
  /// For people: a size with its exact bytes.
  public var shown: String {
    guard case .limit(.bytes(let size)) = self, size >= 1024 else { return word }
    return "\(Quantity.bytes(size)) (\(size))"
  }
}
