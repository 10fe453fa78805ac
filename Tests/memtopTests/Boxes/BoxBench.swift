import Foundation
import Glibc
import LinuxKernel
import MemtopCore
import TestSupport
import Testing

/// Groups, processes in them and the commands that move these: the kernel's files are the judge.
struct BoxBench {
  static let isV1 = access("/sys/fs/cgroup/memory/memory.limit_in_bytes", F_OK) == 0
  static let mount = isV1 ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup"
  static let maxFile = isV1 ? "memory.limit_in_bytes" : "memory.max"
  static let highFile = isV1 ? "memory.soft_limit_in_bytes" : "memory.high"

  let root: KernelRoot

  init() throws { root = try KernelRoot() }

  /// Runs memtop, behind a command that runs the rest of its line.
  func run(_ arguments: [String], behind: [String] = []) throws -> Captured {
    try Captured.run(
      behind + [MemtopBinary.path] + arguments, environment: Environment.list(changing: [:]))
  }

  /// The group of a process, as the kernel says.
  func group(_ pid: Int32) -> String? {
    var buffer = ReadBuffer()
    guard let stat = stat(pid) else { return nil }
    return try? ProcessHandle(ProcessID(pid: pid, startTime: stat.startTime), in: root)
      .cgroup(in: root, &buffer).map { String(decoding: $0, as: UTF8.self) }
  }

  func stat(_ pid: Int32) -> ProcessStat? {
    var buffer = ReadBuffer()
    return root.value(of: "proc/\(pid)/stat", &buffer) { ProcessStat($0) }
  }

  /// It is no more, only waits for its parent, or is on its way there.
  func hasEnded(_ pid: Int32) -> Bool { stat(pid)?.isExiting ?? true }

  /// The child processes that are there now.
  func children(of pid: Int32) -> [Int32] {
    let list = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
    return list?.split(separator: " ").compactMap { Int32($0) } ?? []
  }

  func read(_ path: String, _ file: String) throws -> String {
    try String(contentsOfFile: Self.mount + path + "/" + file, encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  func isThere(_ path: String) -> Bool { access(Self.mount + path, F_OK) == 0 }

  /// Where a box for processes of one group of the first level is: version 2 allows none below a group that
  /// has processes.
  func box(_ small: SmallGroup, _ name: String) -> String {
    (Self.isV1 ? small.path : "") + "/memtop-\(name)"
  }

  func hold(_ pids: Int32...) throws -> [HeldMember] {
    try pids.map { try HeldMember(pid: $0, in: root) }
  }

  /// One line that says why, and its exit code.
  static func isRefusal(_ result: Captured, _ code: Int32) -> Bool {
    result.ending == .exit(code) && result.error.hasPrefix("memtop: ")
      && result.error.split(separator: "\n").count == 1 && !result.error.contains("\u{1b}")
  }
}

/// Removes a box that a failed test left.
final class BoxRemoval {
  private let path: String

  init(_ path: String) { self.path = path }

  deinit {
    let folder = BoxBench.mount + path
    let pids = (try? String(contentsOfFile: folder + "/cgroup.procs", encoding: .utf8)) ?? ""
    for pid in pids.split(separator: "\n") {
      try? String(pid).write(
        toFile: BoxBench.mount + "/cgroup.procs", atomically: false, encoding: .utf8)
    }
    for _ in 0..<100 where rmdir(folder) != 0 && errno != ENOENT { usleep(10_000) }
  }
}
