import Foundation
import Testing

/// memtop in a group that has no room for what runs in it: pages are read from the disk again and again.
@Suite struct ThrashTests {
  private static let limit = 64 << 20
  /// Frames that are waited for, and how many pages are read from the disk before each.
  private static let frames = 20
  private static let faults = 1000

  /// A program on a terminal of its own in the group, from a copy that the group pays for.
  private final class Shown: CustomStringConvertible {
    let terminal: PseudoTerminal
    private(set) var outputs = 0
    private(set) var longest = Duration.zero
    private var last = ContinuousClock.now

    init(
      _ program: String, _ arguments: [String], as name: String, in group: SmallGroup,
      _ folder: String, environment: [String: String?] = [:]
    ) throws {
      let copied = try Captured.run(
        group.entry + ["cp", program, folder + "/" + name],
        environment: Environment.list(changing: [:]))
      #expect(copied.ending == .exit(0), "\(copied.error)")
      terminal = try PseudoTerminal(
        group.entry + [folder + "/" + name] + arguments, width: 160, environment: environment)
    }

    var description: String { "longest gap \(longest), \(outputs) outputs" }

    /// Gaps count from here on.
    func begin() {
      while terminal.read(for: 0) {}
      (outputs, longest, last) = (0, .zero, .now)
    }

    /// Takes what has come, or the silence so far.
    func look(for milliseconds: Int32) {
      let isNews = terminal.read(for: milliseconds)
      let now = ContinuousClock.now
      longest = max(longest, now - last)
      guard isNews else { return }
      outputs += 1
      last = now
    }
  }

  private struct Stalled: Error, CustomStringConvertible {
    let description: String
  }

  /// Looks at all screens until a condition holds, as long as the load is there.
  private static func wait(
    for what: String, _ shown: [Shown], _ load: ThrashLoad? = nil, until isDone: () -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !isDone() {
      guard ContinuousClock.now < deadline, load?.ending == nil else {
        throw Stalled(description: "waited in vain for \(what); the load: \(load?.ending as Any)")
      }
      for one in shown { one.look(for: 5) }
    }
  }

  /// Whether a thread of it loads the BPF program.
  private static func isLoading(_ pid: Int32) -> Bool {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    return tasks.contains { task in
      (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/comm", encoding: .utf8))
        == "memtop-load\n"
    }
  }

  private static func watch(_ group: SmallGroup, _ folder: String) throws {
    let memtop = try Shown(
      MemtopBinary.path, ["--no-config", "--interval", "0.1"], as: "memtop", in: group, folder)
    try wait(for: "memtop's lock", [memtop]) {
      (try? LockedMemory.isHeld(by: memtop.terminal.program.pid)) == true
    }
    // What it loads beside takes 11 MB for a moment, and more is touched by the first samples: what the load leaves
    // over is reckoned from what is held once all that is behind.
    let begun = memtop.outputs
    try wait(for: "memtop to have begun", [memtop]) {
      memtop.outputs >= begun + 10 && !isLoading(memtop.terminal.program.pid)
    }
    let path = ["/usr/bin/htop", "/bin/htop"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    let htop = try path.map {
      try Shown(
        $0, ["-d", "1"], as: "htop", in: group, folder, environment: ["XDG_CONFIG_HOME": folder])
    }
    try htop?.terminal.expect("Mem")
    let all = [memtop] + [htop].compactMap { $0 }

    let load = try ThrashLoad(in: group, limit: limit, folder: folder)
    var read = group.statistic("pgmajfault") ?? 0
    for frame in 0...frames {
      // The first round is for the load to begin.
      if frame == 1 { for one in all { one.begin() } }
      try wait(for: "\(faults) pages from the disk", all, load) {
        (group.statistic("pgmajfault") ?? 0) >= read + faults
      }
      read = group.statistic("pgmajfault") ?? 0
      let before = memtop.outputs
      try wait(for: "a frame", all, load) { memtop.outputs > before }
    }
    print("thrash: memtop \(memtop)" + (htop.map { "; htop \($0)" } ?? "; htop is not installed"))
  }

  @Test(
    .enabled(if: SmallGroup.isPossible, SmallGroup.requirement),
    .enabled(if: LockedMemory.isPermitted, "needs CAP_IPC_LOCK"))
  func framesKeepComingWhileTheGroupThrashes() throws {
    let group = try SmallGroup(limit: Self.limit)
    // Beside the program under test, which is on a disk: in a tmpfs there is nothing to read again.
    let folder = MemtopBinary.path + "-thrash-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try withExtendedLifetime(group) { try Self.watch(group, folder) }
  }
}
