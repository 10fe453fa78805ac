import Foundation
import LinuxKernel
import TestSupport
import Testing

/// The real program through a thousand refreshes while processes come and go: what it holds of memory
/// and of descriptors is what it held before.
@Suite struct SteadinessTests {
  private static let refreshes = 1000
  /// Tables have their size by then, and each process that stays was read in full three times.
  private static let settled = 200
  /// Sixteen processes come and go at every second refresh: 6,400 between the two looks. Forty bytes
  /// that were kept of each of them would be as much. What is seen is a fifth of it: pages of the
  /// allocator's that are touched late.
  private static let bound: UInt64 = 256 << 10

  private struct Failure: Error {}

  private struct Footprint {
    let anon: UInt64
    let descriptors: Int

    init(of pid: Int32) throws {
      var files = ProcessFiles(try KernelRoot())
      files.select(pid)
      guard case .bytes = files.read(.status) else { throw Failure() }
      anon = try #require(files.withBytes { ProcessStatus($0) }?.rssAnon)
      descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    }
  }

  /// What the program holds once it has seen that all who come and go are gone.
  ///
  /// While they are there, files of them are kept from the second sample on that has them. A burst of
  /// keys takes one sample or two, so who looks then counts samples.
  private func footprint(
    of memtop: Int32, in terminal: PseudoTerminal, without churn: Churn
  ) throws -> Footprint {
    _ = try churn.turn(of: 0)
    let mark = terminal.output.count
    // One that was under the cursor leaves its line for some samples.
    let isEmpty = waitUntil {
      terminal.type("1<>\u{0c}")
      terminal.read(for: 100)
      return String(decoding: terminal.output[mark...], as: UTF8.self)
        .contains("no process matches")
    }
    guard isEmpty else { throw Failure() }
    return try Footprint(of: memtop)
  }

  private func runs(from source: String) throws {
    let churn = try Churn()
    var newest = try churn.turn()
    let terminal = try PseudoTerminal(
      churn.entry + [
        MemtopBinary.path, "--no-config", "--source", source, "--interval", "3600",
        "--filter", "ppid=1", "--sort", "oomScore",
        "--columns", "pid,oomScore,user,rss,swap,growth,state,startTime,cgroup,cmdline",
      ], width: 159, height: 100)
    // All of them are on the screen. One column more, and a panel would have everything read anyway.
    try terminal.expect("\(newest)")
    let memtop = try terminal.program.child()
    var before: Footprint?
    for number in 1...Self.refreshes {
      // A process has to be there twice before files of it are kept open.
      if number.isMultiple(of: 2) { newest = try churn.turn() }
      let mark = terminal.output.count
      // Each asks for what the last sample lacks, so a sample is taken at once, and has all of the
      // screen sent again.
      if number.isMultiple(of: 4) {
        terminal.type("12\u{0c}")
        try terminal.expect("scope: ", after: mark)
      } else {
        terminal.type("1<>\u{0c}")
        try terminal.expect("\(newest)", after: mark)
      }
      if number == Self.settled {
        before = try footprint(of: memtop, in: terminal, without: churn)
        newest = try churn.turn()
      }
    }
    let start = try #require(before)
    let end = try footprint(of: memtop, in: terminal, without: churn)
    #expect(end.anon <= start.anon + Self.bound, "\(start) \(end)")
    // A reader beside the loop has a file open for moments.
    let closes = waitUntil {
      (try? Footprint(of: memtop).descriptors).map { $0 <= start.descriptors } == true
    }
    #expect(closes, "\(start) \(end)")
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make a PID namespace"))
  func nothingGrowsWithTheFiles() throws { try runs(from: "proc") }

  @Test(.enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
  func nothingGrowsWithTheKernelsList() throws { try runs(from: "bpf") }
}
