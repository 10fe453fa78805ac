import LinuxKernel
import MemtopCore
import MemtopUI

extension HostSource {
  /// Lets the app see every captured tree in turn; it shows the last then.
  ///
  /// All that a tree holds is read at once, so that nothing is missing whatever is shown later.
  ///
  /// Throws: when a tree's processes cannot be listed.
  func play(into app: inout App) throws(KernelError) {
    let everything = SamplingPlan(columns: Field.all, options: ListOptions(), everywhere: true)
    for tree in trees {
      var sampler = Sampler(tree)
      try app.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: everything)
      }
      var reader = DiagnosisReader(tree)
      app.judge(reader.facts(app.model))
    }
    app.learn(
      commandLines: [],
      users: HostUsers(root).names(of: Set(app.model.processes.rows.compactMap(\.uid)))
        .map { ($0, $1) })
  }
}
