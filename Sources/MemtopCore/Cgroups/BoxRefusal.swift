import LinuxKernel

/// Why the kernel did not let a group be made, filled, emptied or removed, in words.
enum BoxRefusal {
  /// What was being done.
  enum Step: Equatable, Sendable {
    case setting, making, enabling, remembering, moving, removing, reclaiming, pagingOut
  }

  /// The reason of a failed step.
  static func describe(_ error: KernelError, _ step: Step) -> String {
    switch error.reason {
    case .malformed(let text): text
    case .errno(let code): describe(code, step)
    }
  }

  /// `no right to…: Permission denied (EACCES)`.
  static func describe(_ code: Int32, _ step: Step) -> String {
    let name = ErrnoText.name(code)
    let words =
      rows.first { $0.name == name && $0.step == step }?.words
      ?? rows.first { $0.name == name && $0.step == nil }?.words ?? "the kernel refuses it"
    return words + ": " + ErrnoText.describe(code)
  }

  /// A row without a step holds for each that has none of its own.
  private static let rows: [(name: String, step: Step?, words: String)] = [
    ("EROFS", nil, "cgroups are mounted read-only here, as in most containers"),
    ("EACCES", nil, "no right to it: the group is another user's and not delegated to this one"),
    ("EPERM", nil, "no right to it: the group is another user's and not delegated to this one"),
    ("ENOENT", nil, "the group was removed"),
    ("ENODEV", nil, "the group was removed"),
    ("ENOMEM", nil, "the kernel had no memory for it"),
    ("EOPNOTSUPP", nil, "the group is one of threads"),
    ("EBUSY", .setting, "the kernel cannot take back enough to get below the new limit"),
    ("EINVAL", .setting, "the kernel does not take this value"),
    (
      "EACCES", .setting,
      "no right to write it: the group is another user's and not delegated to this one"
    ),
    (
      "EPERM", .setting,
      "no right to write it: the group is another user's and not delegated to this one"
    ),
    ("EEXIST", .making, "a group of this name is there already"),
    (
      "EAGAIN", .making,
      "no more groups are allowed there (cgroup.max.descendants, cgroup.max.depth)"
    ),
    ("ENOSPC", .making, "the kernel has no more groups of memory to give"),
    ("EINVAL", .making, "the kernel does not take this name"),
    ("EBUSY", .enabling, "the group has processes of its own"),
    ("ENOENT", .enabling, "the group does not have the memory controller itself"),
    ("EOPNOTSUPP", .remembering, "this kernel keeps no note at a group for this user"),
    ("E2BIG", .remembering, "too many processes to remember where they came from"),
    ("ERANGE", .remembering, "too many processes to remember where they came from"),
    ("ENOSPC", .remembering, "too many processes to remember where they came from"),
    (
      "EACCES", .moving,
      "no right to move it: a group that holds both places is not delegated to this user"
    ),
    ("EBUSY", .moving, "the group has groups below with controllers, so it may hold no processes"),
    ("EINVAL", .moving, "the kernel does not move a process of this kind"),
    ("ENOENT", .moving, "one of the places is outside of this cgroup namespace"),
    ("ENOSPC", .moving, "cpuset shares this hierarchy, and the group has no processors or nodes"),
    ("EINVAL", .reclaiming, "the root group of version 1 cannot be emptied"),
    ("EBUSY", .reclaiming, "this kernel empties only groups without processes"),
    ("EINTR", .reclaiming, "it was interrupted"),
    ("EACCES", .pagingOut, "it needs CAP_SYS_NICE and the right to trace the process"),
    ("EPERM", .pagingOut, "it needs CAP_SYS_NICE and the right to trace the process"),
    ("ENOSYS", .pagingOut, "this kernel cannot do it for another process (since 5.10)"),
    ("EBUSY", .removing, "it still has processes, or groups below"),
  ]
}
