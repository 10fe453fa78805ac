import LinuxKernel
import MemtopCore
import MemtopUI

/// Where samples come from, and when one is taken out of turn.
extension Dashboard {
  /// How long the first sample waits for the cheapest source. Unit: nanoseconds.
  private static let patience: UInt64 = 1_000_000_000
  /// So many tasks, the kernel's own among them, are read from `/proc` before that source is loaded.
  private static let few = 1000

  var hasFewTasks: Bool {
    var buffer = ReadBuffer()
    let census = root.value(of: "proc/loadavg", &buffer) { TaskCensus($0) }
    return census?.tasks ?? .max <= Self.few
  }

  /// - Parameter isAwaited: the first sample waits for it.
  mutating func loadSource(isAwaited: Bool) throws(KernelError) {
    guard app.settings.source == nil, let load = try SourceLoad.begin(root) else { return }
    sourceLoad = load
    poller.watch(load.descriptor, as: .source)
    if isAwaited { clock.wait(until: KernelClock.monotonic() + Self.patience) }
  }

  @inline(never)
  mutating func takeSource() {
    poller.forget(.source)
    switch sourceLoad?.take() {
    case .success(let iterator)?: sampler.use(iterator)
    case .failure(let failure)?: update(.source(reason: failure.brief))
    case nil: break
    }
    sourceLoad = nil
    protect()
    if app.model.sampleCount == 0 { clock.hurry(now: KernelClock.monotonic()) }
  }

  @inline(never)
  mutating func takeSample() {
    let plan = app.plan
    do throws(KernelError) {
      try app.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
    } catch {
      update(.notice(CommandFailure("no sample", error, .inputOutput).message))
    }
    if app.isDiagnosisDue { judge() }
    if let failure = sampler.takeIteratorFailure() {
      update(.source(reason: TaskIteratorFailure(failure).brief))
    }
    if app.showsKernel { readKernel(anew: false) }
    if app.showsGroups { readGroups() }
    isDirty = true
  }

  @inline(never)
  mutating func judge() {
    if diagnosis == nil { diagnosis = DiagnosisReader(root) }
    if let facts = diagnosis?.facts(app.model) { app.judge(facts) }
  }

  /// The file of slab caches holds their lock while it is made. Unit: seconds.
  static var slabInterval: Double { 1.9 }

  /// - Parameter anew: the pane came up, and what was read when it was left is old.
  mutating func readKernel(anew: Bool) {
    guard root.isLive else { return update(.kernel(source.kernelMemory())) }
    if anew { kernel = KernelReader(slabInterval: Self.slabInterval) }
    update(.kernel(kernel.read(root)))
  }

  mutating func readGroups() {
    isDirty = true
    let processes = app.model.processes.rows.count
    let swapFree = app.model.sample.memInfo.value?[.swapFree]
    let isCalm = app.isCalm
    let effects = app.refreshGroups {
      (tree: inout CgroupTree?, needs: CgroupNeeds) throws(CgroupTree.Failure) in
      let before = tree?.listedAt
      try groups.read(&tree, needs, root, processes: processes, swapFree: swapFree)
      // A host that is short may not have them again for the next listing.
      if isCalm, tree?.listedAt != before { protection.giveHolesBack() }
    }
    for effect in effects where end == nil { perform(effect) }
  }

  mutating func sampleNow() {
    if root.isLive { return clock.hurry(now: KernelClock.monotonic()) }
    // A captured system has no other sample; what it holds of a group is read when it is asked for.
    app.completeKill { sampler.complete(&$0, $1) }
  }
}
