import MemtopCore

/// The parts of the memory bar, and the rule that each follows.
extension HelpSections {
  static func bar(_ glyphs: Glyphs) -> DocumentSection {
    DocumentSection(
      "bar", "The memory bar",
      [
        .text(
          "Its parts add up to MemTotal exactly. In brackets: the keys of /proc/meminfo. The "
            + "mark on it shows what is available: everything right of the mark can be had. m shows "
            + "every part with its size."),
        .terms(
          MemoryKind.all.flatMap { kind in
            kind.parts.map { part in
              DocumentTerm(
                String(kind.fill(glyphs)) + " " + kind.label, MemoryPartText.meaning(part))
            }
          }),
      ])
  }
}

/// Each part of memory in words.
enum MemoryPartText {
  static func name(_ part: MemoryBreakdown.Part) -> String {
    switch part {
    case .anon: "anonymous"
    case .shmem: "shared"
    case .kernelStack: "kernel stacks"
    case .pageTables: "page tables"
    case .percpu: "per CPU"
    case .sUnreclaim: "slab, kept"
    case .hugetlb: "huge pages"
    case .other: "other"
    case .sReclaimable: "slab, given back"
    case .swapCached: "swap cache"
    case .cache: "page cache"
    case .buffers: "buffers"
    case .free: "free"
    }
  }

  /// What it is, with the keys of `/proc/meminfo`.
  static func meaning(_ part: MemoryBreakdown.Part) -> String {
    switch part {
    case .anon: "Heap, stacks and private memory; only swap takes it back (AnonPages)."
    case .shmem: "Shared memory and tmpfs; stays until removed or swapped out (Shmem)."
    case .kernelStack: "Kernel stacks of all threads (KernelStack)."
    case .pageTables: "Which page is where (PageTables + SecPageTables)."
    case .percpu: "Memory the kernel keeps for each CPU (Percpu)."
    case .sUnreclaim: "Kernel objects that cannot be given back (SUnreclaim)."
    case .hugetlb: "Huge pages set aside, used or not (Hugetlb)."
    case .other: "The rest: in no account, such as memory of drivers."
    case .sReclaimable: "Kernel caches that are given back on demand (SReclaimable)."
    case .swapCached: "In memory, and still in swap as well (SwapCached)."
    case .cache:
      "Contents of files; given back on demand (Cached - Shmem). Where the accounts overlap and "
        + "exceed MemTotal, the excess is taken off here."
    case .buffers: "Contents of block devices; given back on demand (Buffers)."
    case .free: "In no use at all (MemFree)."
    }
  }
}
