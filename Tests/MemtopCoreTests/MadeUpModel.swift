import LinuxKernel
import TestSupport

@testable import MemtopCore

extension MadeUpHost {
  /// The model before the first sample.
  func emptyModel() throws -> Model {
    try withRoot { Model(facts: Sampler($0).facts) }
  }

  /// The model after one sample in which every field was read for every process.
  func model() throws -> Model {
    var model = try emptyModel()
    try advance(&model)
    return model
  }

  /// Takes another sample of the host at a later time.
  func advance(
    _ model: inout Model, seconds: UInt64 = 1000,
    plan: SamplingPlan = SamplingPlan(columns: Field.all, options: ListOptions(), everywhere: true)
  ) throws {
    try withRoot(seconds: seconds) { root in
      var sampler = Sampler(root)
      try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: plan)
      }
    }
  }
}

extension Model {
  /// The pids in the order of a list with these options.
  func pids(_ options: ListOptions) -> [Int32] {
    var list = ProcessList()
    list.update(self, options)
    return list.rows.map { processes.rows[Int($0)].pid }
  }
}
