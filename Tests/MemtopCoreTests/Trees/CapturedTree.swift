import Foundation
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// A captured host as its plain files, read a second time without any of memtop's parsers.
struct CapturedTree: CustomTestStringConvertible, Sendable {
  let path: String

  var testDescription: String { String(path.dropFirst(Fixtures.folder.count + 1)) }
  var name: String { testDescription }
  var isBroken: Bool { name.hasPrefix("broken-") }

  /// Every tree there is; of a series the first, one from the middle and the last.
  static let all: [CapturedTree] = names(in: Fixtures.folder).flatMap { name -> [CapturedTree] in
    let series = series(name)
    guard series.count > 3 else { return series }
    return [series[0], series[series.count / 2], series[series.count - 1]]
  }

  static let real = all.filter { !$0.isBroken }

  /// The trees of a series in order; a tree that is none is a series of one.
  static func series(_ name: String) -> [CapturedTree] {
    let folder = Fixtures.path(name)
    let trees =
      [CapturedTree(path: folder)]
      + names(in: folder).filter { $0.wholeMatch(of: /\d{4}/) != nil }
      .map { CapturedTree(path: folder + "/" + $0) }
    return trees.filter { $0.exists("proc") }
  }

  static func named(_ name: String) -> CapturedTree { CapturedTree(path: Fixtures.path(name)) }

  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

  func bytes(_ file: String) -> [UInt8]? {
    guard !denied.contains(file), let data = FileManager.default.contents(atPath: path + "/" + file)
    else { return nil }
    return Array(data)
  }

  func text(_ file: String) -> String? { bytes(file).map { String(decoding: $0, as: UTF8.self) } }

  /// The lines that have an end; what follows the last line end is no line.
  func lines(_ file: String) -> [String] {
    (text(file) ?? "").components(separatedBy: "\n").dropLast()
  }

  /// Files that the capturing user could not open.
  var denied: Set<String> {
    guard let data = FileManager.default.contents(atPath: path + "/denied") else { return [] }
    return Set(String(decoding: data, as: UTF8.self).components(separatedBy: "\n"))
  }

  var pageSize: UInt64 { declared("PAGESIZE") ?? 4096 }
  var clockTick: UInt64 { declared("CLK_TCK") ?? 100 }

  private func declared(_ name: String) -> UInt64? {
    for place in ["sysconf", "../sysconf"] {
      for line in lines(place) {
        let words = line.split(separator: " ")
        if words.first.map(String.init) == name { return UInt64(words[1]) }
      }
    }
    return nil
  }

  /// The pids whose directory holds a `stat`, or would if it could be read.
  var pids: [Int32] {
    Self.names(in: path + "/proc").compactMap { name in
      guard let pid = Int32(name), pid > 0, String(pid) == name else { return nil }
      return exists("proc/\(pid)/stat") || denied.contains("proc/\(pid)/stat") ? pid : nil
    }.sorted()
  }

  func process(_ pid: Int32) -> CapturedProcess { CapturedProcess(tree: self, pid: pid) }

  // MARK: - What memtop makes of it

  static let everything = SamplingPlan(
    columns: Field.all, options: ListOptions(), everywhere: true)

  func model() throws -> Model { try Self.model([self]) }

  /// What memtop makes of trees taken one after the other.
  static func model(_ trees: [CapturedTree]) throws -> Model {
    var model = Model(facts: Sampler(try KernelRoot(trees[0].path)).facts)
    for tree in trees {
      var sampler = Sampler(try KernelRoot(tree.path))
      try model.advance { (next: inout Sample, last: borrowing Sample) throws(KernelError) in
        try sampler.take(into: &next, after: last, plan: everything)
      }
    }
    return model
  }
}

/// Digits and nothing else, as a number that fits.
func plainNumber(_ text: some StringProtocol) -> UInt64? {
  text.allSatisfy { "0123456789".contains($0) } ? UInt64(text) : nil
}
