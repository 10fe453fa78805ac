import Glibc
import TestSupport
import Testing

/// `--source` and `memtop doctor` as programs, where the kernel's list of tasks can be had and where
/// something stands in its way.
@Suite struct CommandLineSourceTests {
  static let fixture = Fixtures.path("newest")

  /// What can be in the way of a BPF program; each is a command that runs the rest of its line.
  enum Obstacle: CaseIterable {
    case capability, user, types, seccomp, unknownCall

    var command: [String] {
      switch self {
      case .capability: ["setpriv", "--bounding-set", "-bpf,-sys_admin"]
      case .user: OtherUser().command
      case .types:
        [
          "unshare", "--mount", "sh", "-c",
          "mount -t tmpfs none /sys/kernel/btf && exec \"$0\" \"$@\"",
        ]
      case .seccomp: ["python3", "-c", Self.filter, "\(EPERM)"]
      case .unknownCall: ["python3", "-c", Self.filter, "\(ENOSYS)"]
      }
    }

    /// In the header and in the doctor's table.
    var words: String {
      switch self {
      case .capability, .user: "no CAP_BPF"
      case .types: "no BTF"
      case .seccomp: "EPERM"
      case .unknownCall: "ENOSYS"
      }
    }

    /// Has bpf(2) answered with an error, as container runtimes do, and runs the rest of the arguments.
    private static let filter = """
      import ctypes, os, platform, struct, sys
      number = {"x86_64": 321, "aarch64": 280}[platform.machine()]
      code = b"".join(struct.pack("HBBI", *line) for line in [
        (0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | int(sys.argv[1])), (0x06, 0, 0, 0x7fff0000)])
      lines = ctypes.create_string_buffer(code)
      program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 4, ctypes.addressof(lines)))
      libc = ctypes.CDLL(None)
      assert libc.prctl(38, 1, 0, 0, 0) == 0
      assert libc.prctl(22, 2, program, 0, 0) == 0
      os.execv(sys.argv[2], sys.argv[2:])
      """
  }

  private func memtop(behind command: [String] = [], _ arguments: String...) throws -> Captured {
    try Captured.run(
      command + [MemtopBinary.path] + arguments, environment: Environment.list(changing: [:]))
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root has rights to give up"), arguments: Obstacle.allCases)
  func whatIsInTheWayIsSaidInOneLine(_ obstacle: Obstacle) throws {
    let forced = try memtop(behind: obstacle.command, "snapshot", "--source", "bpf")
    #expect(forced.ending == .exit(71))
    #expect(forced.output.isEmpty)
    #expect(forced.error.hasPrefix("memtop: --source bpf: "))
    #expect(forced.error.contains(obstacle.words))
    #expect(forced.error.filter { $0 == "\n" }.count == 1)
    let doctor = try memtop(behind: obstacle.command, "doctor")
    #expect(doctor.ending == .exit(0))
    let line = doctor.output.split(separator: "\n").first { $0.hasPrefix("bpf") }
    #expect(line?.contains(obstacle.words) == true)
    #expect(line?.contains(" no ") == true)
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root has rights to give up"), arguments: Obstacle.allCases)
  func theDashboardFallsBackAndSaysWhy(_ obstacle: Obstacle) throws {
    let terminal = try PseudoTerminal(
      obstacle.command + [MemtopBinary.path, "--no-config"], width: 160, height: 40)
    // A first sample may be on the screen before; then only the reason is written.
    try terminal.expect(obstacle.words)
    #expect(terminal.text.contains("/proc 1.0s"))
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
  }

  @Test(.enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
  func theDashboardTakesTheListByItself() throws {
    let terminal = try PseudoTerminal(
      [MemtopBinary.path, "--no-config"], width: 160, height: 40)
    try terminal.expect("bpf 1.0s")
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
  }

  @Test func theFilesCanBeForced() throws {
    let terminal = try PseudoTerminal(
      [MemtopBinary.path, "--no-config", "--source", "proc"], width: 160, height: 40)
    try terminal.expect("/proc 1.0s")
    try terminal.settle()
    #expect(!terminal.text.contains("/proc 1.0s:"))
    terminal.type("q")
    #expect(try terminal.end() == .exit(0))
  }

  @Test(.enabled(if: LoadedTaskIterator.isAllowed, "needs BTF, CAP_BPF and CAP_PERFMON"))
  func bothSourcesTellTheSameInsideAPIDNamespace() throws {
    let fields =
      "pid,ppid,user,oomScore,oomScoreAdj,rss,anon,file,shmem,swap,virt,pageTables,threads,"
      + "startTime,comm,cgroup"
    let script = """
      for child in 1 2 3 4 5; do sleep 100 & done
      for child in $(jobs -p); do until grep -q sleep /proc/$child/comm; do :; done; done
      for source in bpf proc; do
        "$0" snapshot --source $source --format csv --sort pid --filter comm:sleep --fields \(fields)
      done
      """
    let result = try Captured.run(
      ["unshare", "--fork", "--pid", "--mount-proc", "sh", "-c", script, MemtopBinary.path],
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0), "\(result.error)")
    let lines = result.output.split(whereSeparator: \.isNewline)
    try #require(lines.count == 12)
    #expect(Array(lines[..<6]) == Array(lines[6...]))
    let pids = lines[1..<6].compactMap { Int($0.prefix { $0 != "," }) }
    #expect(pids.count == 5 && pids.allSatisfy { $0 < 100 })
  }

  @Test func aCapturedSystemHasNoSuchList() throws {
    for command in [["snapshot"], ["victims"], ["--screenshot", "/dev/null.txt"]] {
      let result = try Captured.run(
        [MemtopBinary.path] + command + ["--root", Self.fixture, "--source", "bpf"],
        environment: Environment.list(changing: [:]))
      #expect(result.ending == .exit(64))
      #expect(result.error.contains("--source bpf is for the running system"))
    }
  }

  @Test func theDoctorHasALineForEachSource() throws {
    let result = try memtop("doctor")
    #expect(result.ending == .exit(0))
    #expect(result.error.isEmpty)
    let lines = result.output.split(separator: "\n")
    let subjects = lines.map { $0.prefix { $0 != " " } }
    #expect(
      subjects == [
        "SOURCE", "bpf", "processes", "/proc/meminfo", "oom_score", "smaps_rollup",
        "/proc/pressure/memory",
        "/dev/kmsg", "cgroups", "oom_score_adj", "mlock",
      ])
  }

  @Test func otherWordsAreRefused() throws {
    let result = try memtop("snapshot", "--source", "netlink")
    #expect(result.ending == .exit(64))
    #expect(result.error.contains("processes come from bpf or proc"))
    #expect(try memtop("doctor", "--source", "bpf").ending == .exit(64))
    #expect(try memtop("--source", "bpf", "doctor").ending == .exit(64))
  }
}
