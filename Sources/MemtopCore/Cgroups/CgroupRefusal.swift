import LinuxKernel

/// Why the kernel did not take a change of a group, in words.
enum CgroupRefusal {
  /// - Parameter isThere: whether the group is still there.
  static func describe(_ code: Int32, _ setting: CgroupSetting, isThere: Bool) -> String {
    let words: String? =
      switch ErrnoText.name(code) {
      case "ENOENT", "ENODEV": isThere ? "the group has no such file" : nil
      case "EOPNOTSUPP":
        setting == .high
          ? "soft limits are not supported on this kernel" : "the kernel refuses it"
      default: nil
      }
    return words.map { $0 + ": " + ErrnoText.describe(code) } ?? BoxRefusal.describe(code, .setting)
  }
}

extension CgroupEdit {
  /// Writes it into a group, and reads back what the kernel says then.
  ///
  /// Throws: why the kernel does not take it, behind the file's name.
  func apply(
    to directory: CgroupDirectory, _ version: CgroupMount.Version, _ buffer: inout ReadBuffer
  ) throws(CgroupProblem) -> Reading<CgroupSetting.Value> {
    do throws(KernelError) {
      try directory.write(new.text(version), to: file(version))
    } catch {
      let code: Int32 = if case .errno(let number) = error.reason { number } else { 0 }
      let isThere = directory.has("cgroup.procs")
      let reason = CgroupRefusal.describe(code, setting, isThere: isThere)
      throw CgroupProblem(.refused, "\(file(version)): \(reason)")
    }
    return CgroupMemory(directory, version, &buffer).map { setting.value(of: $0) } ?? .absent
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
  ///
  /// - Parameter text: how a value is written.
  public func lines(
    _ version: CgroupMount.Version, _ text: (CgroupSetting.Value) -> String = \.word
  ) -> [String] {
    done.map { edit, readBack in edit.line(readBack, version, text) }
  }

  /// How things stand after a failure.
  public func stand(_ version: CgroupMount.Version) -> String {
    left.isEmpty
      ? "nothing is changed"
      : "could not be put back: " + left.map { $0.file(version) }.joined(separator: ", ")
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.failure == b.failure && a.left == b.left && a.done.map(\.edit) == b.done.map(\.edit)
      && a.done.map(\.readBack) == b.done.map(\.readBack)
  }
}

extension CgroupPlan {
  /// Writes the changes into the group of this path, if it is still the one that was looked at.
  public func apply(in root: KernelRoot) -> CgroupOutcome {
    do throws(CgroupProblem) {
      return apply(to: try directory(in: root))
    } catch {
      return CgroupOutcome(done: [], failure: error.message, left: [])
    }
  }

  /// The directory that the group's path leads to now.
  ///
  /// Throws: where there is none.
  public func directory(in root: KernelRoot) throws(CgroupProblem) -> CgroupDirectory {
    var buffer = ReadBuffer()
    let mount: CgroupMount
    do throws(CgroupTree.Failure) {
      mount = try CgroupTree.mount(root, &buffer)
    } catch {
      throw CgroupProblem(.missing, error.message)
    }
    do throws(KernelError) {
      return try CgroupDirectory(root, mount, below: mount.below(of: path))
    } catch {
      let reason = error.isGone ? "the group was removed" : error.text
      throw CgroupProblem(.missing, reason + ": nothing is written")
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
      do throws(CgroupProblem) {
        done.append((edit, try edit.apply(to: directory, version, &buffer)))
      } catch {
        let left = done.reversed().map(\.edit).filter { edit in
          (try? edit.reversed.apply(to: directory, version, &buffer)) == nil
        }
        return CgroupOutcome(done: [], failure: error.message, left: left)
      }
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
      return "somebody else set \(edit.file(version)) to \(value.word) meanwhile"
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
}
