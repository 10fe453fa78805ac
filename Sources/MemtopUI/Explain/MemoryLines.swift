import LinuxKernel
import MemtopCore

/// The part of the Explain view that says how much memory a process has, and in which sense.
struct MemoryLines {
  let subject: ExplainedProcess
  let memory: MappedMemory
  let context: DialogContext

  func make() -> [DialogLine] {
    if subject.isKernelThread {
      return context.wrapped("A kernel thread has no memory of its own.")
    }
    if subject.isZombie {
      return context.wrapped("It has ended; its memory went back. Only its parent can remove it.")
    }
    return FactLines.make(counted + walked, context) + remark
  }

  private func size(_ bytes: UInt64?) -> String? {
    bytes.map { Quantity.bytes($0, unit: context.settings.unit) }
  }

  /// What the kernel counts anyway.
  private var counted: [FactLines.Fact] {
    [
      .init(
        name: "RSS", value: size(subject.rss),
        meaning: "in RAM now. SHR is a part of it; shared pages count in full in each process."),
      .init(
        name: "SHR", value: size(subject.shr),
        meaning: "files and shared memory. Others may use them too, or nobody."),
      .init(name: "swap", value: size(subject.swap), meaning: "private memory swapped out."),
      .init(
        name: "VIRT", value: size(subject.virt),
        meaning: "only promised: address space, not memory."),
      .init(
        name: "growth",
        value: subject.growth.map { Quantity.signedBytes($0, unit: context.settings.unit) },
        meaning: subject.growth == nil
          ? "of RSS in the last minute: not known before ten seconds."
          : "of RSS in the last minute."),
    ]
  }

  /// What only a walk through its page tables tells.
  private var walked: [FactLines.Fact] {
    guard case .told(.value(let rollup)) = memory.rollup else { return [] }
    let always: [(SmapsRollup) -> FactLines.Fact] = [
      {
        .init(
          name: "PSS", value: size($0[.pss]),
          meaning: "each shared page divided by its sharers" + parts($0) + ".")
      },
      {
        .init(
          name: "USS", value: size($0.unique),
          meaning: "only it has these: what its end gives back.")
      },
      {
        .init(
          name: "swap PSS", value: size($0[.swapPss]),
          meaning: "of \(size($0[.swap]) ?? "?") swapped out, shared memory included.")
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
        return .init(name: entry.name, value: size(value), meaning: entry.meaning)
      }
  }

  private func parts(_ rollup: SmapsRollup) -> String {
    guard let anon = size(rollup[.pssAnon]), let file = size(rollup[.pssFile]),
      let shmem = size(rollup[.pssShmem])
    else { return "" }
    return ": \(anon) anonymous, \(file) file, \(shmem) shmem"
  }

  /// Why the page tables tell nothing, or that they are asked.
  private var remark: [DialogLine] {
    MapRemark.lines(memory.rollup, file: "smaps_rollup", what: "PSS and USS", context)
  }
}

/// Why a file that is read through the page tables tells nothing.
enum MapRemark {
  static func lines<Value>(
    _ answer: MappedMemory.Answer<Value>, file: String, what: String, _ context: DialogContext
  ) -> [DialogLine] {
    switch answer {
    case .unasked: [DialogLine()]
    case .waiting: [DialogLine("\(what): waiting for the kernel…", .warn)]
    case .gone: []
    case .told(.value): []
    case .told(.absent):
      context.wrapped("\(what) are not told: there is no \(file) here.", .dim)
    case .told(.denied):
      context.wrapped(
        "\(what) are denied: reading \(file) of another user needs CAP_SYS_PTRACE.", .warn)
    case .told(.failed(let code)):
      context.wrapped("\(what) could not be read: \(file): \(ErrnoText.describe(code)).", .warn)
    case .told(.malformed(let why)):
      context.wrapped("\(what) could not be read: \(file): \(VisibleText.make(why)).", .warn)
    }
  }
}
