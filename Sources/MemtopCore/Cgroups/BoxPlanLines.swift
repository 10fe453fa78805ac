import LinuxKernel

// What putting processes into a group of their own, or back, would do and did, for people.

extension ContainPlan {
  /// - Parameter users: the names of users, not yet made visible.
  public func lines(users: [UInt32: String]) -> [AboutLine] {
    let shown = VisibleText.make(path)
    var lines = [AboutLine("group", "\(shown), new, \(version == .v1 ? "v1" : "v2")")]
    lines += enabling.map { group in
      AboutLine(
        "enables",
        "memory for the groups below \(VisibleText.make(group)), in cgroup.subtree_control")
    }
    lines += limits.map { edit in
      AboutLine(edit.setting.rawValue, "\(edit.new.shown), \(edit.file(version))")
    }
    if let smallerAbove {
      lines.append(
        AboutLine("above", "a limit of \(Quantity.bytes(smallerAbove)) is met first"))
    }
    lines += members.map { $0.line("from " + VisibleText.make($0.group), users) }
    lines.append(
      AboutLine(
        "memory",
        "\(Quantity.bytes(resident)) that they hold stays charged to where it is until it is "
          + "freed; only new memory counts in the group"))
    lines += left.map { left in
      AboutLine(
        "leaves",
        "\(VisibleText.make(left.path)): its \(left.setting.file(version) ?? "") of "
          + "\(Quantity.bytes(left.limit)) no longer holds for them", isGrave: true)
    }
    return lines + managers.map { AboutLine("manager", $0) }
  }
}

extension ContainOutcome {
  /// One line for each part of what was done; of a failure, how things stand.
  public func lines(_ version: CgroupMount.Version) -> [String] {
    if let failure { return [failure, stand] }
    return limits.map { edit, readBack in edit.line(readBack, version) }
      + notes.map { "not set: \($0)" }
      + moved.map { "\($0.process.pid) \($0.name) is in \(VisibleText.make(path))" }
      + skipped.map { "\($0.member.process.pid) \($0.member.name): \($0.reason)" }
      + ["undo: memtop release \(ShellWord.quoted(String(decoding: path, as: UTF8.self)))"]
  }

  /// How things stand after a failure.
  public var stand: String {
    left.isEmpty
      ? "nothing is changed" : "could not be put back: \(left.joined(separator: ", "))"
  }
}

extension ReleasePlan {
  /// - Parameters:
  ///   - users: the names of users, not yet made visible.
  ///   - arrow: stands before where a process goes.
  public func lines(users: [UInt32: String], arrow: String) -> [AboutLine] {
    var lines = [AboutLine("group", "\(VisibleText.make(path)), to be removed")]
    lines += moves.map { $0.member.line("\(arrow) \(VisibleText.make($0.home))", users) }
    lines += lost.map {
      AboutLine("lost", "\(VisibleText.make($0)), where some came from, is no more")
    }
    if let usage {
      lines.append(
        AboutLine("memory", "\(Quantity.bytes(usage)) charged to it go to the group above"))
    }
    return lines
  }
}

extension ReleaseOutcome {
  /// Why the group is still there, in one line; nil where it is not.
  public var problem: String? {
    guard let (member, reason) = refused.first else { return failure }
    let more = refused.count > 1 ? " and \(refused.count - 1) more" : ""
    return "\(member.process.pid) \(member.name)\(more): \(reason); \(VisibleText.make(path)) stays"
  }

  /// Who went where, a line each.
  public var moves: [String] {
    moved.map {
      "\($0.member.process.pid) \($0.member.name) is in \(VisibleText.make($0.home))"
    }
  }

  /// What became of the group itself, where it is removed.
  public var ending: [String] {
    ["\(VisibleText.make(path)) is removed"]
      + stillEnabled.map { "memory stays enabled for the groups below \(VisibleText.make($0))" }
  }
}

extension BoxMember {
  /// Who it is and how large, and where it goes or comes from.
  fileprivate func line(_ place: String, _ users: [UInt32: String]) -> AboutLine {
    let user = users[owner].map { VisibleText.make($0) } ?? String(owner)
    let size = resident.map { ", \(Quantity.bytes($0)) resident" } ?? ""
    return AboutLine("process", "\(process.pid) \(name) (\(user))\(size), \(place)")
  }
}
