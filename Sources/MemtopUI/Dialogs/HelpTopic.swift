import MemtopCore

/// A section of the help: a heading and what stands below it.
struct HelpTopic: Sendable {
  /// A key or a name, and what is said of it; without a name it is running text.
  struct Entry: Sendable {
    var name = ""
    var text: String
    /// Said after the text, in a quieter voice.
    var aside = ""
  }

  let title: String
  let entries: [Entry]

  /// The whole help: keys, columns, the memory bar, what numbers mean.
  static func all(_ commands: [CommandListing], _ fields: [Field]) -> [HelpTopic] {
    keys(commands) + [columns(fields), bar, numbers, notShown]
  }

  /// One section a group, in the order in which the groups first come.
  private static func keys(_ commands: [CommandListing]) -> [HelpTopic] {
    var groups: [String] = []
    for command in commands where !groups.contains(command.group) { groups.append(command.group) }
    return groups.map { group in
      HelpTopic(
        title: "Keys: " + group,
        entries: commands.filter { $0.group == group }.map { command in
          Entry(
            name: command.keys, text: command.title + ". " + command.help,
            aside: command.disabledReason.map { "Not now: \($0)." } ?? "")
        })
    }
  }

  private static func columns(_ fields: [Field]) -> HelpTopic {
    HelpTopic(
      title: "Columns",
      entries: fields.map { Entry(name: $0.title, text: $0.help, aside: "Source: \($0.source).") })
  }

  private static let bar = HelpTopic(
    title: "Parts of the memory bar",
    entries: [
      Entry(
        text: "They add up to MemTotal exactly. The names in brackets are keys of /proc/meminfo.")
    ]
      + MemoryBreakdown.Part.allCases.map { part in
        let (name, text) = words(part)
        return Entry(name: name, text: text)
      })

  private static func words(_ part: MemoryBreakdown.Part) -> (name: String, text: String) {
    switch part {
    case .anon: ("anon", "Heap, stacks and private memory; only swap takes it back (AnonPages).")
    case .shmem: ("shmem", "Shared memory and tmpfs; stays until removed or swapped out (Shmem).")
    case .kernelStack: ("stacks", "Kernel stacks of all threads (KernelStack).")
    case .pageTables: ("page tables", "Which page is where (PageTables + SecPageTables).")
    case .percpu: ("percpu", "Memory the kernel keeps for each CPU (Percpu).")
    case .sUnreclaim: ("slab, fixed", "Kernel objects that cannot be given back (SUnreclaim).")
    case .hugetlb: ("hugetlb", "Huge pages set aside, used or not (Hugetlb).")
    case .other: ("other", "The rest: in no account, such as memory of drivers.")
    case .sReclaimable:
      ("slab, reclaimable", "Kernel caches that are given back on demand (SReclaimable).")
    case .swapCached: ("swap cached", "In memory, and still in swap as well (SwapCached).")
    case .cache:
      (
        "cache",
        "Contents of files; given back on demand (Cached - Shmem). "
          + "Where the accounts overlap and exceed MemTotal, the excess is taken off here."
      )
    case .buffers: ("buffers", "Contents of block devices; given back on demand (Buffers).")
    case .free: ("free", "In no use at all (MemFree).")
    }
  }

  private static let numbers = HelpTopic(
    title: "What the numbers mean",
    entries: [
      Entry(
        name: "free",
        text: "Low free with high available is healthy: idle memory works as cache, and the kernel "
          + "gives it back on demand."),
      Entry(
        name: "available",
        text: "The kernel's estimate of what programs can still take without swapping "
          + "(MemAvailable)."),
      Entry(
        name: "RSS",
        text: "Includes SHR. Shared pages count in full in every process that has them, so the RSS "
          + "of all processes may add up to more than the memory there is. Huge pages (hugetlb) "
          + "are not in it."),
      Entry(name: "VIRT", text: "Only promised address space, not memory in use."),
      Entry(
        name: "SWAP",
        text: "Private memory only. Swapped shared memory is in nobody's SWAP, so the column may "
          + "add up to less than the swap used."),
      Entry(
        name: "badness",
        text: "What the kernel picks its victim by: RSS + swap + page tables + ADJ × total / 1000. "
          + "The highest is killed, ADJ -1000 never. For a shortage of the host, total is RAM + swap."
      ),
      Entry(
        name: "OOM",
        text: "The badness in thousandths of the host's total, rounded. From Linux 5.9 on it is "
          + "(1000 + that) × 2 / 3: an idle process with ADJ 0 reads 666 or 667."),
      Entry(
        name: "cgroups",
        text:
          "When a cgroup reaches its own limit, the kernel chooses among its processes, and the "
          + "cgroup's total counts. OOM always uses the host's total."),
      Entry(
        name: "ADJ",
        text: "New children inherit it, and it holds until the process ends: a restarted service "
          + "has its old value again. To go below the floor takes CAP_SYS_RESOURCE, which even "
          + "root lacks on some virtual machines."),
      Entry(
        name: "shared memory",
        text: "Processes that share one address space have one ADJ, and are killed together."),
      Entry(
        name: "free()",
        text: "That a program freed memory does not mean that it went back to the kernel: the "
          + "program's allocator may keep it, and RSS stays."),
      Entry(
        name: "PSI",
        text:
          "some: the share of time in which at least one task waited for memory. full: in which "
          + "all that had work waited."),
    ])

  private static let notShown = HelpTopic(
    title: "Where there is no number",
    entries: [
      Entry(name: "–", text: "The kernel does not give it, or not for this process, or not yet."),
      Entry(name: "denied", text: "The right to read it is missing. It is not zero."),
    ])
}
