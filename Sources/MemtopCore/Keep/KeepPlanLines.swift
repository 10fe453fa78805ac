extension KeepPlan {
  /// What would be kept: the file whole, where it lies and what activates it.
  ///
  /// - Parameters:
  ///   - more: what is to be known besides, each one sentence.
  ///   - arrow: stands between an old and a new value.
  public func lines(_ more: [String], arrow: String) -> [AboutLine] {
    let state = new == nil ? "removed" : old == nil ? "new" : "changed"
    var lines = [
      AboutLine("unit", unit.text), AboutLine("file", "\(VisibleText.make(path)), \(state)"),
    ]
    lines += UnitText(new ?? old ?? "").lines.map { AboutLine("", VisibleText.make($0)) }
    lines += changes.map { change in
      let old = change.old.map { VisibleText.make($0) } ?? "not kept"
      return AboutLine(
        "change", "\(change.setting.key): \(old) \(arrow) \(change.new?.word ?? "not kept")")
    }
    lines += overridden.map {
      AboutLine(
        "replaces", "\(Self.said($0)) in \(VisibleText.make($0.path)), which stays as it is")
    }
    lines += stronger.map {
      AboutLine("loses to", "\(Self.said($0)) in \(VisibleText.make($0.path)), which is read later")
    }
    lines += (notes + more).map { AboutLine("note", VisibleText.make($0)) }
    return lines + activation.map { AboutLine("activate", "\($0.command)  (\($0.effect))") }
  }

  private static func said(_ other: OtherFile) -> String {
    "\(other.setting.key)=\(VisibleText.make(other.value))"
  }
}
