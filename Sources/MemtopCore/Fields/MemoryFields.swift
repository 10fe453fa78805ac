import LinuxKernel

/// The fields that say how much memory a process has, and how likely it is to be killed.
extension Field {
  public static let killRank = Field(
    "killRank", aliases: ["kill", "rank"], title: "KILL", kind: .number, width: 5, priority: 92,
    sortsDescending: false,
    help: "Rank in the kernel's own kill order, were the host to run out now: 1 dies first. Blank "
      + "for what it never kills, ? where it cannot be told. 4›1: the fourth now, and the first once "
      + "memory has run out at the present pace. As ~KILL among the visible processes only.",
    source: "derived: status, stat, oom_score_adj, with the rules of the running kernel"
  ) { model, row in
    guard let kill = model.kill else { return .absent }
    return kill.rank(model.processes.rows[row].id, in: kill.host).map { .number(Int64($0)) }
      ?? .absent
  }

  public static let oomScore = Field(
    "oomScore", aliases: ["oom", "oom_score", "score"], title: "OOM", kind: .number, width: 5,
    priority: 47, files: .oomScore,
    help:
      "The kernel's likelihood of a kill if the host runs out. From Linux 5.9 on an idle process "
      + "reads 666, 0 is never killed, 2000 is the most. In a cgroup's own shortage it misleads.",
    source: "/proc/PID/oom_score"
  ) { model, row in .integer(model.processes.rows[row].oomScore) }

  public static let oomScoreAdj = Field(
    "oomScoreAdj", aliases: ["adj", "oom_score_adj"], title: "ADJ", kind: .number, width: 5,
    priority: 85, files: .oomScoreAdj,
    help: "What a user added to the badness, in thousandths of all memory: -1000 never killed, "
      + "1000 killed first. Edit it with o.",
    source: "/proc/PID/oom_score_adj"
  ) { model, row in .integer(model.processes.rows[row].oomScoreAdj) }

  public static let oomScoreAdjMin = Field(
    "oomScoreAdjMin", aliases: ["adjmin", "floor"], title: "ADJMIN", kind: .number, width: 6,
    priority: 15, sortsDescending: false,
    help:
      "The floor of ADJ: the lowest that its owner may set without CAP_SYS_RESOURCE. Whoever writes with "
      + "that right moves it. Only the source bpf tells it.",
    source: "task->signal->oom_score_adj_min, by BPF"
  ) { model, row in .integer(model.processes.rows[row].oomScoreAdjMin) }

  public static let rss = Field(
    "rss", aliases: ["res"], title: "RSS", kind: .bytes, width: 6, priority: 98, files: .statm,
    isSummable: true,
    help: "Memory the process has in RAM now, shared pages included: SHR is a part of it.",
    source: "/proc/PID/statm field 2"
  ) { model, row in .size(model.processes.rows[row].rss) }

  public static let shr = Field(
    "shr", aliases: ["shared"], title: "SHR", kind: .bytes, width: 6, priority: 50, files: .statm,
    isSummable: true,
    help: "The part of RSS that is files and shared memory; others may use it too, or nobody.",
    source: "/proc/PID/statm field 3"
  ) { model, row in .size(model.processes.rows[row].shr) }

  public static let virt = Field(
    "virt", aliases: ["vsz", "vsize"], title: "VIRT", kind: .bytes, width: 6, priority: 45,
    files: .statm, isSummable: true,
    help: "Address space that was promised, not memory in use. A large VIRT is no problem.",
    source: "/proc/PID/statm field 1"
  ) { model, row in .size(model.processes.rows[row].virt) }

  public static let memPercent = Field(
    "memPercent", aliases: ["%mem", "mem", "mem%"], title: "%MEM", kind: .percent, width: 5,
    priority: 40, files: .statm,
    help: "RSS as a share of all RAM.", source: "RSS / MemTotal"
  ) { model, row in
    guard let rss = model.processes.rows[row].rss,
      let total = model.sample.memInfo.value?[.memTotal], total > 0
    else { return .absent }
    return .percent(Double(rss) * 100 / Double(total))
  }

  public static let swap = Field(
    "swap", title: "SWAP", kind: .bytes, width: 6, priority: 58, files: .status, isSummable: true,
    help: "Private memory that was swapped out. Swapped shared memory is in nobody's SWAP.",
    source: "/proc/PID/status VmSwap"
  ) { model, row in .size(model.processes.rows[row].swap) }

  public static let pageTables = Field(
    "pageTables", aliases: ["pte", "pgtables"], title: "PTE", kind: .bytes, width: 6, priority: 26,
    files: .status, isSummable: true,
    help: "Page tables, the kernel's bookkeeping for this process; they count in the badness.",
    source: "/proc/PID/status VmPTE"
  ) { model, row in .size(model.processes.rows[row].pageTables) }

  public static let anon = Field(
    "anon", title: "ANON", kind: .bytes, width: 6, priority: 36, files: .status, isSummable: true,
    help: "The part of RSS that only swap can take back: heap, stacks, private memory.",
    source: "/proc/PID/status RssAnon"
  ) { model, row in .size(model.processes.rows[row].anon) }

  public static let file = Field(
    "file", title: "FILE", kind: .bytes, width: 6, priority: 34, files: .status, isSummable: true,
    help: "The part of RSS that is pages of mapped files.", source: "/proc/PID/status RssFile"
  ) { model, row in .size(model.processes.rows[row].file) }

  public static let shmem = Field(
    "shmem", aliases: ["shm"], title: "SHMEM", kind: .bytes, width: 6, priority: 32,
    files: .status, isSummable: true,
    help: "The part of RSS that is shared memory or tmpfs; it outlives the process.",
    source: "/proc/PID/status RssShmem"
  ) { model, row in .size(model.processes.rows[row].shmem) }

  public static let priv = Field(
    "private", aliases: ["priv"], title: "PRIV", kind: .bytes, width: 6, priority: 31,
    files: .statm, isSummable: true,
    help: "RSS less SHR: the anonymous part. After a fork parent and child may still share it.",
    source: "RSS - SHR"
  ) { model, row in
    let process = model.processes.rows[row]
    guard let rss = process.rss, let shr = process.shr, rss >= shr else { return .absent }
    return .bytes(rss - shr)
  }

  public static let peak = Field(
    "peak", aliases: ["hwm"], title: "PEAK", kind: .bytes, width: 6, priority: 19,
    files: .ownSizes,
    help: "The most that the process ever had in RAM at once.", source: "/proc/PID/status VmHWM"
  ) { model, row in .size(model.processes.rows[row].peak) }

  public static let locked = Field(
    "locked", aliases: ["lck", "mlock"], title: "LOCKED", kind: .bytes, width: 6, priority: 18,
    files: .ownSizes, isSummable: true,
    help: "Memory that the process does not let be swapped out or dropped (mlock).",
    source: "/proc/PID/status VmLck"
  ) { model, row in .size(model.processes.rows[row].locked) }

  public static let hugetlb = Field(
    "hugetlb", aliases: ["huge"], title: "HUGETLB", kind: .bytes, width: 7, priority: 17,
    files: .ownSizes, isSummable: true,
    help:
      "Pages of the reserved huge page pools. No RSS counts them, and a kill does not free them "
      + "for others.",
    source: "/proc/PID/status HugetlbPages"
  ) { model, row in .size(model.processes.rows[row].hugetlb) }

  public static let majorFaults = Field(
    "majorFaults", aliases: ["majflt", "maj"], title: "MAJ/s", kind: .rate, width: 6, priority: 28,
    files: .stat, isSummable: true, needsHistory: true,
    help: "Pages a second that had to be read from disk or swap before the process could go on.",
    source: "change of /proc/PID/stat field 12"
  ) { model, row in model.majorFaultRate(row).map(FieldValue.rate) ?? .absent }

  public static let growth = Field(
    "growth", aliases: ["delta", "Δ/min", "d/min"], title: "Δ/min", kind: .growth, width: 7,
    priority: 62, files: .statm, isSummable: true, needsHistory: true,
    help:
      "Change of RSS over the last 60 s; before that what a minute would bring at the rate so far "
      + "(~Δ/min), – in the first 10 s.",
    source: "derived from RSS"
  ) { model, row in model.growth(row).map(FieldValue.growth) ?? .absent }

  public static let leak = Field(
    "leak", aliases: ["leaks", "leak/h"], title: "LEAK/h", kind: .growth, width: 7, priority: 41,
    files: .status,
    help:
      "What a suspected leak takes in an hour: ANON and SWAP together went straight up, without a "
      + "plateau, a saw or a warm-up, for 27 minutes, or for less where the end is near. – for "
      + "what is no suspect, or was not watched so long.",
    source: "derived: /proc/PID/status RssAnon and VmSwap over time"
  ) { model, row in model.leak(row).map { .growth($0.hourly) } ?? .absent }
}
