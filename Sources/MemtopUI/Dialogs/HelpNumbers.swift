/// What of the numbers is often misread.
extension HelpTopic {
  static let numbers = HelpTopic(
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
        name: "PSS, USS",
        text:
          "RSS with each shared page divided by its sharers, and without shared pages: what the "
          + "process's end gives back. They take a walk through its page tables: x shows them."),
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

  static let notShown = HelpTopic(
    title: "Where there is no number",
    entries: [
      Entry(name: "–", text: "The kernel does not give it, or not for this process, or not yet."),
      Entry(name: "denied", text: "The right to read it is missing. It is not zero."),
    ])
}
