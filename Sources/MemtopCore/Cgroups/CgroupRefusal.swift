import LinuxKernel

/// Why the kernel did not take a change of a group, in words.
public enum CgroupRefusal {
  /// - Parameter isThere: whether the group is still there.
  public static func describe(_ code: Int32, _ setting: CgroupSetting, isThere: Bool) -> String {
    let reason =
      switch ErrnoText.name(code) {
      case "ENOENT", "ENODEV":
        isThere
          ? "the group has no such file"
          : "the group was removed"
      case "EBUSY": "the kernel cannot take back enough to get below the new limit"
      case "EINVAL": "the kernel does not take this value"
      case "EACCES", "EPERM":
        "no right to write it: the group is another user's and not delegated to this one"
      case "EROFS": "cgroups are mounted read-only here, as in most containers"
      case "EOPNOTSUPP" where setting == .high: "soft limits are not supported on this kernel"
      case "ENOMEM": "the kernel had no memory for it"
      default: "the kernel refuses it"
      }
    return reason + ": " + ErrnoText.describe(code)
  }
}

/// What came of a plan.
public struct CgroupOutcome: Sendable, Equatable {
  /// What was written, with what the kernel says now.
  public let done: [(edit: CgroupEdit, readBack: Reading<CgroupSetting.Value>)]
  /// Why the rest was not, in one line; what was done before it is put back then.
  public let failure: String?
  /// What could not be put back.
  public let left: [CgroupEdit]

  public init(
    done: [(edit: CgroupEdit, readBack: Reading<CgroupSetting.Value>)], failure: String?,
    left: [CgroupEdit]
  ) {
    self.done = done
    self.failure = failure
    self.left = left
  }

  /// What is in force now, a line for each file.
  public func lines(_ version: CgroupMount.Version) -> [String] {
    done.map { edit, readBack in
      let now = readBack.value.map(\.word) ?? "not readable"
      let differs = readBack == .value(edit.new) ? "" : ", not \(edit.new.word) as written"
      return "\(edit.setting.file(version) ?? edit.setting.rawValue) is \(now)\(differs)"
    }
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.failure == b.failure && a.left == b.left && a.done.map(\.edit) == b.done.map(\.edit)
      && a.done.map(\.readBack) == b.done.map(\.readBack)
  }
}

extension CgroupPlan {
  /// Writes the changes into the group of this path, if it is still the one that was looked at.
  public func apply(in root: KernelRoot) -> CgroupOutcome {
    var buffer = ReadBuffer()
    do {
      let mount = try CgroupTree.mount(root, &buffer)
      return apply(to: try CgroupDirectory(root, mount, below: mount.below(of: path)))
    } catch let error as KernelError {
      let reason = error.isGone ? "the group was removed" : error.text
      return CgroupOutcome(done: [], failure: reason + ": nothing is written", left: [])
    } catch {
      return CgroupOutcome(
        done: [], failure: "no hierarchy that accounts for memory is mounted", left: [])
    }
  }

  /// Writes the changes into the group that was looked at.
  ///
  /// - Parameter directory: held open since before the plan was made: a group that was made anew under
  ///   the same name is not touched.
  public func apply(to directory: CgroupDirectory) -> CgroupOutcome {
    guard directory.identity == identity else {
      return CgroupOutcome(
        done: [], failure: "the group was removed and made again: nothing is written", left: [])
    }
    var buffer = ReadBuffer()
    if let change = changedMeanwhile(directory, &buffer) {
      return CgroupOutcome(done: [], failure: change + ": nothing is written", left: [])
    }
    var done: [(edit: CgroupEdit, readBack: Reading<CgroupSetting.Value>)] = []
    for edit in edits {
      do throws(KernelError) {
        try write(edit, directory)
      } catch {
        let code: Int32
        if case .errno(let number) = error.reason { code = number } else { code = 0 }
        let isThere = CgroupMemory(directory, version, &buffer) != nil
        let file = edit.setting.file(version) ?? edit.setting.rawValue
        let reason = CgroupRefusal.describe(code, edit.setting, isThere: isThere)
        let left = done.reversed().map(\.edit).filter { edit in
          (try? write(edit.reversed, directory)) == nil
        }
        return CgroupOutcome(done: [], failure: "\(file): \(reason)", left: left)
      }
      let now = CgroupMemory(directory, version, &buffer)
      done.append((edit, now.map { edit.setting.value(of: $0) } ?? .absent))
    }
    return CgroupOutcome(done: done, failure: nil, left: [])
  }

  /// A value that is another one by now than the preview said; nil where all are as they were.
  public func changedMeanwhile(
    _ directory: CgroupDirectory, _ buffer: inout ReadBuffer
  ) -> String? {
    guard let now = CgroupMemory(directory, version, &buffer) else {
      return "the group was removed"
    }
    for edit in edits {
      guard let value = edit.setting.value(of: now).value, value != edit.old else { continue }
      let file = edit.setting.file(version) ?? edit.setting.rawValue
      return "somebody else set \(file) to \(value.word) meanwhile"
    }
    return nil
  }

  /// What came of the changes where another program was asked to make them: what the kernel says now.
  public func readBack(from directory: CgroupDirectory) -> CgroupOutcome {
    var buffer = ReadBuffer()
    let now = CgroupMemory(directory, version, &buffer)
    return CgroupOutcome(
      done: edits.map { edit in (edit, now.map { edit.setting.value(of: $0) } ?? .absent) },
      failure: nil, left: [])
  }

  private func write(
    _ edit: CgroupEdit, _ directory: CgroupDirectory
  ) throws(KernelError) {
    guard let file = edit.setting.file(version) else { return }
    try directory.write(edit.new.text(version), to: file)
  }
}
