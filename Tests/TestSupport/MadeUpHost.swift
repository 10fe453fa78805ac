import LinuxKernel

/// A host whose processes a test makes up, as the tree of files that its kernel would show.
public struct MadeUpHost: Sendable {
  public struct Process: Sendable {
    public var pid: Int32
    public var name: String
    public var parent: Int32
    /// Unit: clock ticks of 10 ms after boot.
    public var start: UInt64
    public var rssPages: UInt64
    public var score: Int
    public var adj: Int
    public var user: UInt32
    public var faults: UInt64
    public var isKernelThread: Bool

    public init(
      _ pid: Int32, _ name: String = "worker", parent: Int32 = 1, start: UInt64 = 1000,
      rssPages: UInt64 = 1000, score: Int = 666, adj: Int = 0, user: UInt32 = 1000,
      faults: UInt64 = 0, isKernelThread: Bool = false
    ) {
      self.pid = pid
      self.name = name
      self.parent = parent
      self.start = start
      self.rssPages = rssPages
      self.score = score
      self.adj = adj
      self.user = user
      self.faults = faults
      self.isKernelThread = isKernelThread
    }
  }

  public var processes: [Process]
  /// Files named from the root that reading is refused for.
  public var denied: [String] = []
  /// Files that take the place of what the host would show.
  public var replaced: [String: String] = [:]

  public init(_ processes: [Process]) { self.processes = processes }

  /// An init, a kernel thread, a database, a server with a child, and a protected process.
  public static let usual = MadeUpHost([
    Process(1, "systemd", parent: 0, start: 1, rssPages: 3000, score: 600, user: 0),
    Process(
      2, "kthreadd", parent: 0, start: 2, rssPages: 0, score: 0, user: 0, isKernelThread: true),
    Process(40, "postgres", rssPages: 90_000, score: 761, user: 105),
    Process(41, "java", start: 2000, rssPages: 700_000, score: 736),
    Process(42, "java-child", parent: 41, start: 3000, rssPages: 20_000, score: 700),
    Process(43, "sshd", start: 4000, rssPages: 2000, score: 0, adj: -1000, user: 0),
  ])

  /// The tree at so many seconds after boot.
  public func tree(seconds: UInt64 = 1000) -> TemporaryTree {
    var files = [
      "sysconf": "PAGE_SIZE 4096\nCLK_TCK 100\n",
      "denied": denied.joined(separator: "\n") + "\n",
      "proc/uptime": "\(seconds).00 1.00\n",
      "proc/stat": "btime 1700000000\n",
      "proc/sys/kernel/hostname": "web-07\n",
      "proc/sys/kernel/osrelease": "6.12.8\n",
      "proc/meminfo":
        "MemTotal: 16000000 kB\nMemFree: 2000000 kB\nMemAvailable: 9000000 kB\n"
        + "Cached: 6000000 kB\nAnonPages: 5000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n",
    ]
    for process in processes {
      for (name, text) in Self.files(process) { files["proc/\(process.pid)/" + name] = text }
    }
    files.merge(replaced) { $1 }
    return TemporaryTree(files)
  }

  /// Hands out the tree, which is removed afterwards.
  public func withRoot<R>(
    seconds: UInt64 = 1000, _ body: (KernelRoot) throws -> R
  ) throws -> R {
    let tree = tree(seconds: seconds)
    return try withExtendedLifetime(tree) { try body(KernelRoot(tree.path)) }
  }

  private static func files(_ process: Process) -> [String: String] {
    let flags = process.isKernelThread ? 0x0020_0000 : 0x0040_0000
    let virt = process.isKernelThread ? 0 : process.rssPages * 2
    let user = process.user
    let sizes =
      "VmSwap:\t\(process.rssPages) kB\nVmPTE:\t\(40 + Int64(process.pid)) kB\n"
      + "RssAnon:\t\(process.rssPages * 3) kB\nRssFile:\t\(process.rssPages) kB\n"
      + "RssShmem:\t\(process.pid % 3) kB\n"
    return [
      "stat":
        "\(process.pid) (\(process.name)) S \(process.parent) 0 0 0 -1 \(flags) 0 0 "
        + "\(process.faults) 0 1 1 0 0 20 0 \(process.pid % 5 + 1) 0 \(process.start) 0 0 0\n",
      "statm": "\(virt) \(process.rssPages) \(process.rssPages / 4) 1 0 1 0\n",
      "status":
        "Name:\t\(process.name)\nUid:\t\(user)\t\(user)\t0\t0\n"
        + (process.isKernelThread ? "" : sizes),
      "oom_score": "\(process.score)\n",
      "oom_score_adj": "\(process.adj)\n",
      "cgroup": "0::/system.slice/\(process.name).service\n",
      "cmdline":
        process.isKernelThread ? "" : "/usr/bin/\(process.name)\0--config\0/etc/\(process.name)\0",
    ]
  }
}
