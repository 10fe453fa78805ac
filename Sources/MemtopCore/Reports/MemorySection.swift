import LinuxKernel

/// How much memory a process has, and in which sense.
struct MemorySection {
  let subject: ExplainedProcess
  let memory: MappedMemory
  let unit: Quantity.Unit

  var parts: [DocumentPart] {
    if subject.isKernelThread { return [.text("A kernel thread has no memory of its own.")] }
    if subject.isZombie {
      return [.text("It has ended; its memory went back. Only its parent can remove it.")]
    }
    return [.facts(DocumentFacts(counted + walked))]
      + memory.rollup.remark(file: "smaps_rollup", what: "PSS and USS")
  }

  private func size(_ bytes: UInt64?) -> FieldValue { bytes.map { .bytes($0) } ?? .absent }

  private func text(_ bytes: UInt64?) -> String? { bytes.map { Quantity.bytes($0, unit: unit) } }

  /// What the kernel counts anyway.
  private var counted: [DocumentFacts.Fact] {
    [
      .init(
        "RSS", subject.rss,
        "in RAM now. SHR is a part of it; shared pages count in full in each process."),
      .init(
        "SHR", subject.shr, "files and shared memory. Others may use them too, or nobody."),
      .init("swap", subject.swap, "private memory swapped out."),
      .init("VIRT", subject.virt, "only promised: address space, not memory."),
      .init(
        "growth", subject.growth,
        subject.growth == .absent
          ? "of RSS in the last minute: not known before ten seconds."
          : "of RSS in the last minute."),
    ]
  }

  /// What only a walk through its page tables tells.
  private var walked: [DocumentFacts.Fact] {
    guard case .told(.value(let rollup)) = memory.rollup else { return [] }
    let always: [(SmapsRollup) -> DocumentFacts.Fact] = [
      {
        .init(
          "PSS", size($0[.pss]), "each shared page divided by its sharers" + parts($0) + ".")
      },
      {
        .init(
          "USS", size($0.unique), "only it has these: what its end gives back.")
      },
      {
        .init(
          "swap PSS", size($0[.swapPss]),
          "of \(text($0[.swap]) ?? "?") swapped out, shared memory included.")
      },
    ]
    let sometimes: [(name: String, key: SmapsRollup.Key, meaning: String)] = [
      ("locked", .locked, "mlocked, in parts like PSS: never swapped out."),
      ("THP", .anonHugePages, "of RSS in transparent huge pages: part of them may be unused."),
      ("hugetlb", .privateHugetlb, "private huge pages of the reserved pool, not in RSS."),
      ("hugetlb sh.", .sharedHugetlb, "shared huge pages of the reserved pool, not in RSS."),
      (
        "lazily freed", .lazyFree,
        "the program freed it; it counts as RSS until the kernel needs it."
      ),
    ]
    return always.map { $0(rollup) }
      + sometimes.compactMap { entry in
        guard let value = rollup[entry.key], value > 0 else { return nil }
        return .init(entry.name, size(value), entry.meaning)
      }
  }

  private func parts(_ rollup: SmapsRollup) -> String {
    guard let anon = text(rollup[.pssAnon]), let file = text(rollup[.pssFile]),
      let shmem = text(rollup[.pssShmem])
    else { return "" }
    return ": \(anon) anonymous, \(file) file, \(shmem) shmem"
  }
}

extension MappedMemory.Answer {
  /// Why a file that is read through the page tables tells nothing, or that it is asked.
  func remark(file: String, what: String) -> [DocumentPart] {
    switch self {
    case .unasked: [.gap]
    case .waiting: [.text("\(what): waiting for the kernel…", .warn)]
    case .gone, .told(.value): []
    case .told(.absent): [.text("\(what) are not told: there is no \(file) here.", .quiet)]
    case .told(.denied):
      [
        .text(
          "\(what) are denied: reading \(file) of another user needs CAP_SYS_PTRACE.", .warn)
      ]
    case .told(.failed(let code)):
      [.text("\(what) could not be read: \(file): \(ErrnoText.describe(code)).", .warn)]
    case .told(.malformed(let why)):
      [.text("\(what) could not be read: \(file): \(VisibleText.make(why)).", .warn)]
    }
  }
}
