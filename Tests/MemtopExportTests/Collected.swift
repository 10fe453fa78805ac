import LinuxKernel
import MemtopCore
import MemtopExport

/// What a test lets an output write.
final class Collected {
  private(set) var pieces: [[UInt8]] = []

  var text: String { String(decoding: pieces.joined(), as: UTF8.self) }

  var output: ChunkedOutput { ChunkedOutput { self.pieces.append($0) } }
}

/// The fields that JSON and CSV hold unless others are asked for.
let cheapFields = Field.all.filter { $0 != .cmdline }

/// A model of one sample of a tree, with everything in it.
func model(of tree: String, fields: [Field] = cheapFields) throws -> (Model, [Int32]) {
  var options = ListOptions()
  options.showsKernelThreads = true
  let plan = SamplingPlan(columns: fields, options: options, everywhere: true)
  var sampler = Sampler(try KernelRoot(tree))
  var model = Model(facts: sampler.facts)
  var sample = Sample()
  try sampler.take(into: &sample, after: Sample(), plan: plan)
  model.absorb(&sample)
  var list = ProcessList()
  list.update(model, options)
  return (model, list.rows)
}
