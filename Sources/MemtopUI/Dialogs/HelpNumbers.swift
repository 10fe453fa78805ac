import MemtopCore

/// What of the numbers is often misread.
extension HelpSections {
  static let numbers = section(
    "numbers", "What the numbers mean",
    [
      DocumentTerm(
        "free",
        "Low free with high available is healthy: idle memory works as cache, and the kernel "
          + "gives it back on demand."),
      DocumentTerm(
        "available",
        "The kernel's estimate of what programs can still take without swapping "
          + "(MemAvailable)."),
      DocumentTerm(
        "RSS",
        "Includes SHR. Shared pages count in full in every process that has them, so the RSS "
          + "of all processes may add up to more than the memory there is. Huge pages (hugetlb) "
          + "are not in it."),
      DocumentTerm("VIRT", "Only promised address space, not memory in use."),
      DocumentTerm(
        "SWAP",
        "Private memory only. Swapped shared memory is in nobody's SWAP, so the column may "
          + "add up to less than the swap used."),
      DocumentTerm(
        "PSS, USS",
        "RSS with each shared page divided by its sharers, and without shared pages: what the "
          + "process's end gives back. They take a walk through its page tables: x shows them."),
      DocumentTerm(
        "badness",
        "What the kernel picks its victim by: RSS + swap + page tables + ADJ × total / 1000. "
          + "The highest is killed, ADJ -1000 never. For a shortage of the host, total is RAM + swap."
      ),
      DocumentTerm(
        "OOM",
        "The badness in thousandths of the host's total, rounded. From Linux 5.9 on it is "
          + "(1000 + that) × 2 / 3: an idle process with ADJ 0 reads 666 or 667."),
      DocumentTerm(
        "cgroups",
        "When a cgroup reaches its own limit, the kernel chooses among its processes, and the "
          + "cgroup's total counts. OOM always uses the host's total."),
      DocumentTerm(
        "ADJ",
        "New children inherit it, and it holds until the process ends: a restarted service "
          + "has its old value again. To go below the floor takes CAP_SYS_RESOURCE, which even "
          + "root lacks on some virtual machines."),
      DocumentTerm(
        "shared memory",
        "Processes that share one address space have one ADJ, and are killed together."),
      DocumentTerm(
        "free()",
        "That a program freed memory does not mean that it went back to the kernel: the "
          + "program's allocator may keep it, and RSS stays."),
      DocumentTerm(
        "PSI",
        "some: the share of time in which at least one task waited for memory. full: in which "
          + "all that had work waited."),
    ])

  static let notShown = section(
    "notShown", "Where there is no number",
    [
      DocumentTerm("–", "The kernel does not give it, or not for this process, or not yet."),
      DocumentTerm("denied", "The right to read it is missing. It is not zero."),
    ])
}
