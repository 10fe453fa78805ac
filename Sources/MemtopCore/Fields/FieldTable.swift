import LinuxKernel

extension Field {
  /// Every field, in the order that help and the setup list them.
  public static let all: [Field] = [
    pid, user, killRank, oomScore, oomScoreAdj, oomScoreAdjMin, rss, shr, swap, virt, memPercent,
    growth, leak,
    anon, file, shmem, priv, pss, uss, peak, locked, hugetlb, pageTables, majorFaults, state,
    threads, ppid,
    startTime, unit, group, cgroup, comm, cmdline,
  ]

  public static let pid = Field(
    "pid", title: "PID", kind: .number, width: 7, priority: 100, sortsDescending: false,
    help: "Number of the process.", source: "name of /proc/PID"
  ) { model, row in .number(Int64(model.processes.rows[row].pid)) }

  public static let ppid = Field(
    "ppid", title: "PPID", kind: .number, width: 7, priority: 20, files: .stat, isSteady: true,
    sortsDescending: false,
    help: "Number of the parent process.", source: "/proc/PID/stat field 4"
  ) { model, row in .integer(model.processes.rows[row].parent) }

  public static let user = Field(
    "user", title: "USER", kind: .text, width: 9, priority: 60, files: .owner, isSteady: true,
    sortsDescending: false,
    help: "Effective user.", source: "owner of /proc/PID"
  ) { model, row in .string(model.userName(row).map { VisibleText.make($0) }) }

  public static let state = Field(
    "state", aliases: ["s"], title: "S", kind: .text, width: 1, priority: 56, files: .stat,
    sortsDescending: false,
    help: "R runs, S sleeps, D waits for disk or memory and cannot be interrupted, Z zombie, "
      + "T stopped, I idle kernel thread.",
    source: "/proc/PID/stat field 3"
  ) { model, row in
    .string(model.processes.rows[row].state.map { VisibleText.make(CollectionOfOne($0)) })
  }

  public static let threads = Field(
    "threads", aliases: ["thr"], title: "THR", kind: .number, width: 5, priority: 22, files: .stat,
    help: "Number of threads. They share one memory and count once.",
    source: "/proc/PID/stat field 20"
  ) { model, row in .integer(model.processes.rows[row].threads) }

  public static let startTime = Field(
    "startTime", aliases: ["start", "started"], title: "START", kind: .time, width: 8, priority: 24,
    files: .stat, isSteady: true,
    help: "When the process began. On equal badness the youngest is killed.",
    source: "/proc/PID/stat field 22 and /proc/stat btime"
  ) { model, row in model.startWall(row).map(FieldValue.time) ?? .absent }

  public static let comm = Field(
    "comm", aliases: ["command", "name"], title: "COMMAND", kind: .text, width: 16, priority: 95,
    files: .stat, isSteady: true, sortsDescending: false,
    help: "Name of the program; P shows the full command line instead.",
    source: "/proc/PID/stat field 2"
  ) { model, row in .string(model.processes.comm(row).map { VisibleText.make($0) }) }

  public static let cmdline = Field(
    "cmdline", aliases: ["args", "commandline"], title: "COMMAND LINE", kind: .text, width: 40,
    priority: 10, files: .cmdline, isSteady: true, sortsDescending: false,
    help: "Full command line; the name in brackets where a process has none.",
    source: "/proc/PID/cmdline"
  ) { model, row in .string(model.commandLine(row)) }

  public static let cgroup = Field(
    "cgroup", aliases: ["cg"], title: "CGROUP", kind: .text, width: 28, priority: 14,
    files: .cgroup, isSteady: true, sortsDescending: false,
    help: "The cgroup that accounts for the process's memory.",
    source: "/proc/PID/cgroup, controller memory (v1) or 0:: (v2)"
  ) { model, row in .string(model.processes.cgroup(row).map { VisibleText.make($0) }) }

  public static let unit = Field(
    "unit", title: "UNIT", kind: .text, width: 22, priority: 16, files: .cgroup, isSteady: true,
    sortsDescending: false,
    help: "The systemd unit that the cgroup's path names.", source: "derived from CGROUP"
  ) { model, row in
    .string(model.processes.cgroup(row).flatMap(SystemdUnit.name).map { VisibleText.make($0) })
  }

  public static let group = Field(
    "group", title: "GROUP", kind: .text, width: 15, priority: 49, files: .cgroup, isSteady: true,
    sortsDescending: false,
    help: "The cgroup by the name a person knows: its unit, container, pod or session.",
    source: "derived from CGROUP"
  ) { model, row in .string(model.processes.cgroup(row).map { CgroupName($0).name }) }
}
