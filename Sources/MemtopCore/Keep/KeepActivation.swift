// What makes systemd take a drop-in, and what takes it back.
extension KeepPlan {
  /// Commands for a shell, each with what it does.
  public var activation: [(command: String, effect: String)] {
    let reload = Self.line(["systemctl"] + manager.systemctl + ["daemon-reload"])
    let isLimit = changes.contains { $0.setting.ofGroup != nil }
    var steps = [
      (
        reload,
        isLimit ? "systemd reads it and sets the limits of what runs" : "systemd reads it"
      )
    ]
    if changes.contains(where: { $0.setting == .oomScoreAdj }), !unit.isTemplate {
      steps.append(
        (
          Self.line(["systemctl"] + manager.systemctl + ["restart", unit.text]),
          "OOMScoreAdjust= holds for what is started after it"
        ))
    }
    return steps
  }

  /// The command that takes it back.
  public var undo: String {
    let own: [String] = manager == .system ? [] : ["--user-unit"]
    if old == nil { return Self.line(["memtop", "keep", "--remove"] + own + [unit.text]) }
    let back = changes.reversed().map { change in
      change.setting.option + "=" + (change.old.map { $0 == "infinity" ? "max" : $0 } ?? "default")
    }
    return Self.line(["memtop", "keep"] + own + back + [unit.text])
  }

  /// The same for the group as it runs.
  public var groupWishes: [(CgroupSetting, CgroupPlan.Wish)] {
    asked.compactMap { change in
      guard let setting = change.setting.ofGroup, case .limit(let limit)? = change.new else {
        return nil
      }
      return (setting, .limit(limit.bytes.map(LimitText.bytes) ?? .unlimited))
    }
  }

  private static func line(_ words: [String]) -> String {
    words.map(ShellWord.quoted).joined(separator: " ")
  }
}
