import LinuxKernel
import MemtopCore
import MemtopUI

/// The system that samples come from: this one, a captured tree or a series of them.
struct HostSource {
  /// In the order they were taken.
  let trees: [KernelRoot]

  var isLive: Bool { trees[0].isLive }

  /// The newest tree.
  var root: KernelRoot { trees[trees.count - 1] }

  /// Throws: when there is no system at `path`.
  init(_ path: String) throws(CommandFailure) {
    var trees: [KernelRoot] = []
    do throws(KernelError) {
      for tree in CapturedSeries.trees(in: path) { trees.append(try KernelRoot(tree)) }
    } catch {
      throw CommandFailure("--root", error, .noInput)
    }
    self.trees = trees
  }

  /// Takes samples: of a running system `count` of them `interval` apart, else one of each tree.
  ///
  /// - Parameter interval: Unit: milliseconds.
  ///
  /// A sampler that takes processes from the source that was asked for.
  ///
  /// - Parameter prefersKernel: where none was asked for, the kernel's list is taken if it can be
  ///   loaded, else `/proc`.
  ///
  /// Throws: when that source does not work here.
  func sampler(
    _ choice: ProcessSource?, of tree: KernelRoot, prefersKernel: Bool = false
  ) throws(CommandFailure) -> Sampler {
    var sampler = Sampler(tree)
    guard choice == .bpf || prefersKernel && choice == nil && isLive else { return sampler }
    guard isLive else {
      throw CommandFailure("--source bpf is for the running system, not for --root", .usage)
    }
    do {
      sampler.use(try TaskIterator(tree))
    } catch {
      // Nobody insisted: the files do.
      if choice == nil { return sampler }
      throw CommandFailure("--source bpf: \(error.explanation)", .system)
    }
    return sampler
  }

  /// - Parameters:
  ///   - last: what is wanted of the last sample, where that is more.
  ///   - each: sees the model after each sample, with the sample's number and its tree.
  ///
  /// Throws: when processes cannot be listed.
  func sample(
    _ plan: SamplingPlan, last: SamplingPlan? = nil, from choice: ProcessSource?,
    prefersKernel: Bool = false, count: Int,
    interval: Int,
    each: (Int, KernelRoot, borrowing Model) -> Void = { _, _, _ in }
  ) throws(CommandFailure) -> Model {
    var sampler = try sampler(choice, of: trees[0], prefersKernel: prefersKernel)
    var model = Model(facts: sampler.facts)
    var deadline = KernelClock.monotonic()
    let count = isLive ? max(1, count) : trees.count
    for number in 0..<count {
      let plan = number == count - 1 ? last ?? plan : plan
      if number > 0 {
        if isLive {
          deadline += UInt64(interval) * 1_000_000
          KernelClock.sleep(until: deadline)
        } else {
          sampler = Sampler(trees[number])
        }
      }
      do throws(KernelError) {
        try model.advance(followsGrowth: plan.followsGrowth) {
          (next: inout Sample, last: borrowing Sample) throws(KernelError) in
          try sampler.take(into: &next, after: last, plan: plan)
        }
      } catch {
        throw CommandFailure("processes", error, .noInput)
      }
      each(number, isLive ? trees[0] : trees[number], model)
    }
    return model
  }

  /// Growth is reckoned over so long at the most. Unit: nanoseconds.
  private static let growthSpan: UInt64 = 120_000_000_000

  /// The tree of a series after which present growth is reckoned: the first that was taken at most two
  /// minutes before the last, or the one before it. Nil where there is one tree only.
  var earlier: KernelRoot? {
    guard trees.count > 1 else { return nil }
    func uptime(_ tree: KernelRoot) -> UInt64? {
      var buffer = ReadBuffer()
      return tree.value(of: "proc/uptime", &buffer, Uptime.parse)
    }
    let earlier = trees.dropLast()
    guard let end = uptime(root) else { return earlier.first }
    return earlier.first { tree in
      uptime(tree).map { $0 <= end && end - $0 <= Self.growthSpan } ?? true
    } ?? earlier.last
  }

  /// Takes one sample, of the newest tree.
  ///
  /// Throws: when processes cannot be listed.
  func newest(
    _ plan: SamplingPlan, from choice: ProcessSource? = nil, prefersKernel: Bool = false
  ) throws(CommandFailure) -> Model {
    try one(plan, of: root, from: choice, prefersKernel: prefersKernel)
  }

  /// Takes one sample of a tree.
  ///
  /// Throws: when processes cannot be listed.
  func one(
    _ plan: SamplingPlan, of tree: KernelRoot, from choice: ProcessSource?, prefersKernel: Bool
  ) throws(CommandFailure) -> Model {
    var sampler = try sampler(choice, of: tree, prefersKernel: prefersKernel)
    var model = Model(facts: sampler.facts)
    do throws(KernelError) {
      try model.advance(followsGrowth: false) {
        (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
    } catch {
      throw CommandFailure("processes", error, .noInput)
    }
    return model
  }
}
