import ArgumentParser

/// `memtop cgroup`: what can be done to a group.
struct CgroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cgroup",
    abstract: "Change a memory cgroup; memtop cgroups lists them.",
    subcommands: [CgroupSetCommand.self])

  @ParentCommand var parent: Memtop
}
