import Foundation
import LinuxKernel
import MemtopCore

@testable import MemtopUI

/// A host of processes that a test makes up, written as a small tree and sampled like any other.
struct MadeUpHost {
  struct Process {
    var pid: Int32
    var name = "worker"
    var parent: Int32 = 1
    var start: UInt64 = 1000
    var rssPages: UInt64 = 1000
    var score = 666
    var adj = 0
    var user: UInt32 = 1000
    var isKernelThread = false
  }

  var processes: [Process]

  static let usual = MadeUpHost(processes: [
    Process(pid: 1, name: "systemd", parent: 0, start: 1, rssPages: 3000, score: 600, user: 0),
    Process(
      pid: 2, name: "kthreadd", parent: 0, start: 2, rssPages: 0, score: 0, user: 0,
      isKernelThread: true),
    Process(pid: 40, name: "postgres", rssPages: 90_000, score: 761, user: 105),
    Process(pid: 41, name: "java", rssPages: 700_000, score: 736),
    Process(pid: 42, name: "java-child", parent: 41, rssPages: 20_000, score: 700),
    Process(pid: 43, name: "sshd", parent: 1, rssPages: 2000, score: 0, adj: -1000, user: 0),
  ])

  /// One sample of the host at so many seconds of uptime.
  func sample(seconds: UInt64 = 1000, plan: SamplingPlan) throws -> (HostFacts, Sample) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "memtop-host-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ path: String, _ text: String) throws {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try write("sysconf", "PAGE_SIZE 4096\nCLK_TCK 100\n")
    try write("proc/uptime", "\(seconds).00 1.00\n")
    try write("proc/stat", "btime 1700000000\n")
    try write("proc/sys/kernel/hostname", "web-07\n")
    try write("proc/sys/kernel/osrelease", "6.12.8\n")
    try write(
      "proc/meminfo",
      "MemTotal: 16000000 kB\nMemFree: 2000000 kB\nMemAvailable: 9000000 kB\n"
        + "Cached: 6000000 kB\nAnonPages: 5000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n")
    for process in processes {
      let proc = "proc/\(process.pid)/"
      let flags = process.isKernelThread ? 0x0020_0000 : 0x0040_0000
      try write(
        proc + "stat",
        "\(process.pid) (\(process.name)) S \(process.parent) 0 0 0 -1 \(flags) 0 0 7 0 1 1 0 0 20"
          + " 0 1 0 \(process.start) 0 \(process.rssPages) 0\n")
      let virt = process.isKernelThread ? 0 : process.rssPages * 2
      try write(proc + "statm", "\(virt) \(process.rssPages) \(process.rssPages / 4) 1 0 1 0\n")
      try write(
        proc + "status",
        "Name:\t\(process.name)\nUid:\t\(process.user)\t\(process.user)\t0\t0\n"
          + (process.isKernelThread
            ? ""
            : "VmSwap:\t\(process.rssPages) kB\nVmPTE:\t40 kB\nRssAnon:\t\(process.rssPages * 3) kB\n"
              + "RssFile:\t\(process.rssPages) kB\nRssShmem:\t0 kB\n"))
      try write(proc + "oom_score", "\(process.score)\n")
      try write(proc + "oom_score_adj", "\(process.adj)\n")
      try write(proc + "cgroup", "0::/system.slice/\(process.name).service\n")
      try write(
        proc + "cmdline",
        process.isKernelThread ? "" : "/usr/bin/\(process.name)\0--config\0/etc/\(process.name)\0")
    }
    let root = try KernelRoot(folder.path)
    var sampler = Sampler(root)
    var sample = Sample()
    try sampler.take(into: &sample, after: Sample(), plan: plan)
    sampler.complete(
      &sample, rows: Array(sample.processes.rows.indices), files: plan.visible)
    return (sampler.facts, sample)
  }
}

extension App {
  /// An app that has taken one sample of a made-up host.
  static func showing(
    _ host: MadeUpHost = .usual, settings: Settings = .standard, glyphs: Glyphs = .unicode,
    readOnlyReason: String? = nil, width: Int = 120, height: Int = 30
  ) throws -> App {
    let (facts, _) = try host.sample(plan: SamplingPlan(all: []))
    var app = App(
      facts: facts, settings: settings, glyphs: glyphs, readOnlyReason: readOnlyReason,
      width: width, height: height, timeOffset: 0, characterWidth: Surface.narrow, notices: [])
    try app.take(host)
    return app
  }

  /// Takes another sample.
  mutating func take(_ host: MadeUpHost, seconds: UInt64 = 1000) throws {
    var (_, sample) = try host.sample(seconds: seconds, plan: plan)
    absorb(&sample)
  }

  /// Types keys in turn; all effects that follow.
  @discardableResult
  mutating func type(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(.key($0)) }
  }

  @discardableResult
  mutating func write(_ text: String) -> [Effect] {
    text.unicodeScalars.flatMap { update(.key(.character($0))) }
  }

  var pids: [Int32] { list.rows.map { model.processes.rows[Int($0)].pid } }

  var selected: Int32? { id(atLine: selection.cursor)?.pid }

  func screen() -> Surface {
    var surface = Surface(width: width, height: height)
    draw(into: &surface)
    return surface
  }

  var text: String { screen().lines.joined(separator: "\n") }
}
