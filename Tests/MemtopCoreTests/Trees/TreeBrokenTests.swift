import LinuxKernel
import MemtopCore
import Testing

/// Trees whose files are cut, absurd or meant to harm: what can be read is, the rest is counted.
@Suite struct TreeBrokenTests {
  static let trees = CapturedTree.all.filter(\.isBroken)

  private func value(_ tree: String, _ pid: Int32, _ field: Field) throws -> FieldValue {
    let model = try CapturedTree.named(tree).model()
    let row = try #require(model.processes.index(of: pid))
    return field.value(model, row)
  }

  @Test func thereAreTrees() { #expect(Self.trees.count >= 4) }

  /// A text that is shown has no character that a terminal would act on or that hides another.
  private func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7f..<0xa0, 0xad, 0x061c, 0x200b...0x200f, 0x2028...0x202e,
        0x2060...0x206f, 0xfe00...0xfe0f, 0xfeff, 0xe0000...0xe0fff:
        false
      default: true
      }
    }
  }

  @Test(arguments: CapturedTree.all) func everyTextOfEveryFieldIsHarmless(tree: CapturedTree) throws
  {
    let model = try tree.model()
    let style = FieldText(now: model.sample.wall)
    for row in model.processes.rows.indices {
      for field in Field.all {
        let text = style.write(field.value(model, row))
        #expect(isHarmless(text), "\(field.id) of row \(row): \(text.debugDescription)")
      }
    }
  }

  /// Every order of every field, as a list and as a tree, holds every process once.
  @Test(arguments: CapturedTree.all) func everySortHasEveryProcess(tree: CapturedTree) throws {
    let model = try tree.model()
    let rows = model.processes.rows.indices.map(Int32.init)
    for field in Field.all {
      for isTree in [false, true] {
        var options = ListOptions(sort: field)
        options.showsKernelThreads = true
        options.isTree = isTree
        var list = ProcessList()
        list.update(model, options)
        #expect(list.rows.sorted() == rows, "\(field.id)")
        options.isDescending.toggle()
        list.update(model, options)
        #expect(list.rows.sorted() == rows, "\(field.id)")
        if field.isSummable { _ = rows.map { SubtreeSums(model, field)[Int($0)] } }
      }
    }
  }

  /// A file is counted as malformed where the plain reading finds it cut or absurd, and nowhere else.
  @Test(arguments: CapturedTree.all) func malformedFilesAreCounted(tree: CapturedTree) throws {
    let model = try tree.model()
    var expected: [String] = []
    for pid in tree.pids {
      let process = tree.process(pid)
      func note(_ file: String, isFine: Bool) {
        if process.bytes(file) != nil, !isFine { expected.append("\(pid)/\(file)") }
      }
      let zeros = Array("0 0 0 0 0 0 0\n".utf8)
      note(
        "stat", isFine: process.stat != nil && process.hasWholeStat)
      note("statm", isFine: process.sizes != nil || process.bytes("statm") == zeros)
      note("status", isFine: isWholeStatus(process))
      note("oom_score", isFine: process.oomScore != nil)
      note("oom_score_adj", isFine: process.adj != nil)
      note("cgroup", isFine: process.cgroup != nil)
    }
    #expect(model.processes.malformed == expected.count, "\(expected)")
    if let first = model.processes.firstMalformed {
      #expect("\(first.pid)/\(first.file.name)" == expected.first)
    }
  }

  private func isWholeStatus(_ process: CapturedProcess) -> Bool {
    guard let text = process.text("status"), text.hasSuffix("\n") else { return false }
    let sizes = ["VmSize", "VmRSS", "VmPTE", "VmSwap", "RssAnon", "RssFile", "RssShmem"]
    return sizes.allSatisfy {
      process.status($0) == nil || process.statusSize($0) != nil
    } && (process.status("Uid") == nil || process.uid != nil)
  }

  // MARK: - What break.py put there

  @Test(arguments: [
    (2001, "a) R 1 (b"), (2003, "\\x1b[2J\\x1b[31mX"), (2005, "\\u{202e}gnp.exe"),
    (2006, "ro\\u{200b}ot\\u{feff}"), (2007, "データ処理"), (2010, "   "), (2011, ""),
    (2019, "=1+1,\"q\""),
  ])
  func namesAreMadeVisible(pid: Int32, name: String) throws {
    #expect(try value("broken-hostile", pid, .comm) == .text(name))
  }

  @Test func aNameThatLooksLikeFieldsChangesNone() throws {
    let tree = CapturedTree.named("broken-hostile")
    let process = tree.process(2001)
    let model = try tree.model()
    let row = model.processes.rows[try #require(model.processes.index(of: 2001))]
    #expect(row.state.map { String(UnicodeScalar($0)) } == process.state)
    #expect(row.parent.map(UInt64.init) == process.stat(4))
    #expect(row.startTime == process.stat(22))
  }

  @Test func commandLinesAreMadeVisible() throws {
    let attack = try value("broken-hostile", 2004, .cmdline)
    guard case .text(let text) = attack else {
      Issue.record("\(attack)")
      return
    }
    #expect(text.hasPrefix("sh -c \\x1b]52;c;aGVsbG8=\\x07 \\x1b]0;title\\x1b\\ \\u{9b}31m"))
    #expect(try value("broken-hostile", 2011, .cmdline) == .text("[]"))
  }

  @Test func numbersThatFitNothingAreAbsent() throws {
    let model = try CapturedTree.named("broken-numbers").model()
    #expect(model.sample.uptime == nil)
    #expect(model.facts.bootTime == nil)
    #expect(model.sample.pressure == .malformed("proc/pressure/memory"))
    #expect(model.sample.memInfo.value?[.memTotal] == nil)
    for row in model.processes.rows {
      #expect(row.rss != 0 && row.oomScoreAdj.map { (-1000...1000).contains($0) } ?? true)
    }
  }

  @Test func processesThatAreNoneAreNotListed() throws {
    let pids = try CapturedTree.named("broken-hostile").model().processes.rows.map(\.pid)
    #expect(Set(pids).count == pids.count)
    #expect(!pids.contains(2016))
    #expect(pids.allSatisfy { $0 > 0 })
    #expect(pids.contains(2015) && pids.contains(2017) && pids.contains(2020))
  }

  /// Before 2.6.36 there was no `oom_score_adj`, before 3.14 no `MemAvailable`: absent, not zero.
  @Test func anOldKernelHasNotEverything() throws {
    let model = try CapturedTree.named("broken-old").model()
    let info = try #require(model.sample.memInfo.value)
    #expect(info[.memAvailable] == nil && info[.shmem] == nil && info[.memTotal] == 466_148 << 10)
    #expect(model.sample.pressure == .absent)
    for row in model.processes.rows.indices {
      for field: Field in [.oomScoreAdj, .cgroup, .unit, .anon, .file, .shmem, .swap] {
        #expect(field.value(model, row) == .absent, "\(field.id)")
      }
      if !model.processes.rows[row].isKernelThread {
        #expect(field(.rss, model, row) != .absent)
      }
    }
  }

  private func field(_ field: Field, _ model: Model, _ row: Int) -> FieldValue {
    field.value(model, row)
  }
}
