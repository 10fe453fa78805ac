import CTestSystem
import Glibc
import TestSupport
import Testing

@testable import LinuxKernel

/// Files that stay open from sample to sample show what is opened anew, and never another process.
struct KeptDescriptorTests {
  private let root: KernelRoot
  private let plenty = KeptDescriptorLimit(descriptors: 100, kernelMemory: 1 << 20)

  init() throws { root = try KernelRoot() }

  /// One sample of some processes; what each file read as.
  @discardableResult
  private func sample(
    _ files: inout ProcessFiles, _ wanted: [ProcessFile], of pids: [Int32],
    isKnown: Bool = true, limit: KeptDescriptorLimit? = nil
  ) -> [String?] {
    let set = wanted.reduce(into: ProcessFileSet()) { $0.insert(ProcessFileSet($1)) }
    files.begin(keeping: set, within: limit ?? plenty)
    defer { files.end() }
    var texts: [String?] = []
    for pid in pids.sorted() {
      files.turn(to: pid, isKnown: isKnown)
      for file in wanted { texts.append(read(&files, file)) }
    }
    return texts
  }

  private func read(_ files: inout ProcessFiles, _ file: ProcessFile) -> String? {
    guard case .bytes = files.read(file) else { return nil }
    return files.withBytes { $0.text(0..<$0.count) }
  }

  @Test func ofANewProcessNothingIsKept() throws {
    let child = try ChildProcess()
    var files = ProcessFiles(root)
    sample(&files, [.statm, .oomScore], of: [child.pid], isKnown: false)
    #expect(files.keptCount == 0)
    sample(&files, [.statm, .oomScore], of: [child.pid])
    #expect(files.keptCount == 2)
    sample(&files, [.statm, .oomScore], of: [child.pid])
    #expect(files.keptCount == 2)
  }

  @Test(arguments: [ProcessFile.stat, .statm, .status, .oomScore, .oomScoreAdj])
  func whatIsKeptReadsAsIfOpenedAnew(_ file: ProcessFile) throws {
    let child = try ChildProcess()
    // Until it sleeps its numbers change.
    #expect(waitUntil { child.stat(root)?.state == UInt8(ascii: "S") })
    var files = ProcessFiles(root)
    sample(&files, [file], of: [child.pid])
    #expect(files.keptCount == 1)
    var fresh = ProcessFiles(root)
    fresh.select(child.pid)
    let kept = sample(&files, [file], of: [child.pid])
    #expect(kept == [read(&fresh, file)])
  }

  @Test func aChangeIsSeen() throws {
    let child = try ChildProcess()
    var files = ProcessFiles(root)
    let before = sample(&files, [.oomScoreAdj], of: [child.pid])
    #expect(before == ["0\n"])
    try ProcessHandle(child.id(root), in: root).writeAdj(321)
    let after = sample(&files, [.oomScoreAdj], of: [child.pid])
    #expect(after == ["321\n"])
  }

  @Test func filesThatAreNotReadAgainAndAgainAreNotKept() throws {
    let child = try ChildProcess()
    var files = ProcessFiles(root)
    sample(&files, [.comm, .cgroup, .cmdline], of: [child.pid])
    #expect(files.keptCount == 0)
  }

  @Test func bothLimitsHold() throws {
    let children = try (0..<4).map { _ in try ChildProcess() }
    let pids = children.map(\.pid)
    for (limit, count) in [
      (KeptDescriptorLimit(descriptors: 3, kernelMemory: 1 << 20), 3),
      (KeptDescriptorLimit(descriptors: 100, kernelMemory: 12_000), 2),
      (.nothing, 0),
    ] {
      var files = ProcessFiles(root)
      let texts = sample(&files, [.statm], of: pids, limit: limit)
      #expect(files.keptCount == count)
      #expect(texts.allSatisfy { $0 != nil })
    }
  }

  @Test func whatIsNoLongerThereOrWantedIsClosed() throws {
    let children = try (0..<3).map { _ in try ChildProcess() }
    let pids = children.map(\.pid).sorted()
    var files = ProcessFiles(root)
    sample(&files, [.statm, .oomScore], of: pids)
    #expect(files.keptCount == 6)
    sample(&files, [.statm, .oomScore], of: [pids[0], pids[2]])
    #expect(files.keptCount == 4)
    sample(&files, [.oomScore], of: [pids[0], pids[2]])
    #expect(files.keptCount == 2)
    sample(&files, [], of: [])
    #expect(files.keptCount == 0)
  }

  @Test func aProcessThatIsGoneReadsSo() throws {
    let child = try ChildProcess()
    var files = ProcessFiles(root)
    sample(&files, [.statm], of: [child.pid])
    child.end()
    let after = sample(&files, [.statm], of: [child.pid])
    #expect(after == [nil])
  }

  private static let mayChoosePids = ctest_effective_capabilities() & 1 << 21 != 0

  @Test(.enabled(if: mayChoosePids, "it needs CAP_SYS_ADMIN to choose a pid"))
  func aReusedPidIsNeverShownThroughTheFirst() throws {
    let gone = try ChildProcess()
    try ProcessHandle(gone.id(root), in: root).writeAdj(100)
    let pid = gone.pid
    var files = ProcessFiles(root)
    let before = sample(&files, [.oomScoreAdj], of: [pid])
    #expect(before == ["100\n"])
    gone.end()
    let other = try ChildProcess(pid: pid)
    #expect(other.pid == pid)

    files.begin(keeping: .oomScoreAdj, within: plenty)
    files.turn(to: pid, isKnown: true)
    let first = files.read(.oomScoreAdj)
    #expect(first == .vanished)
    let wasKept = files.letGo()
    #expect(wasKept && files.keptCount == 0)
    let anew = read(&files, .oomScoreAdj)
    #expect(anew == "0\n")
    let isKept = files.letGo()
    #expect(!isKept)
    files.end()
  }
}
