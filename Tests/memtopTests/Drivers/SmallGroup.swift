import Foundation
import Testing

/// A memory cgroup with a small limit, and what is killed or thrashes in it.
final class SmallGroup {
  /// The hierarchy that accounts for memory: v1, or v2 where the controller can be handed on.
  private static let parent: (directory: String, limitFile: String, usageFile: String)? =
    [
      ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
      ("/sys/fs/cgroup", "memory.max", "memory.current"),
    ].first { directory, file, _ in
      let probe = directory + "/memtop-probe-\(getpid())"
      guard mkdir(probe, 0o755) == 0 else { return false }
      defer { rmdir(probe) }
      return access(probe + "/" + file, W_OK) == 0
    }

  static let isPossible = parent != nil
  static let requirement: Comment = "needs the right to make a memory cgroup"

  /// As the kernel's log names it.
  let path: String
  private let directory: String
  /// Its folder below the mount.
  var folder: String { directory }
  private let limitFile: String
  private let usageFile: String

  struct Failure: Error {}

  /// - Parameter limit: Unit: bytes.
  ///
  /// Throws: when the limit is not in force; nothing is ever loaded without one.
  init(limit: Int = 16 << 20) throws {
    guard let parent = Self.parent else { throw Failure() }
    limitFile = parent.limitFile
    usageFile = parent.usageFile
    path = "/memtop-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    directory = parent.directory + path
    guard mkdir(directory, 0o755) == 0 else { throw Failure() }
    try Self.write("\(limit)", to: directory + "/" + parent.limitFile)
    guard Self.read(directory + "/" + parent.limitFile) == "\(limit)" else { throw Failure() }
    // A v2 group could push it to swap in place of a kill.
    try? Self.write("0", to: directory + "/memory.swap.max")
  }

  deinit {
    // The kernel takes its time to account for the last process's end.
    for _ in 0..<100 where rmdir(directory) != 0 { usleep(10_000) }
  }

  /// What runs the rest of its line in the group, which pays for every page that it is first to touch.
  var entry: [String] {
    ["/bin/sh", "-c", "echo $$ > '\(directory)/cgroup.procs' && exec \"$@\"", "sh"]
  }

  /// Moves a process into the group; what it holds stays where it was charged.
  func take(_ pid: Int32) throws {
    try Self.write("\(pid)", to: directory + "/cgroup.procs")
  }

  /// What a line of `memory.stat` says; nil where it has none of that name.
  func statistic(_ name: String) -> Int? {
    try? String(contentsOfFile: directory + "/memory.stat", encoding: .utf8)
      .split(separator: "\n").first { $0.hasPrefix(name + " ") }
      .flatMap { Int($0.dropFirst(name.count + 1)) }
  }

  /// Unit: bytes.
  var limit: Int? { Self.read(directory + "/" + limitFile).flatMap { Int($0) } }

  /// Memory in use that is not pages of files which can be given back. Unit: bytes.
  var held: Int? {
    guard let usage = Self.read(directory + "/" + usageFile).flatMap({ Int($0) }),
      let active = statistic("active_file"), let inactive = statistic("inactive_file")
    else { return nil }
    return usage - active - inactive
  }

  /// Lets a process in the group grow until the kernel kills it; its pid.
  func kill() throws -> Int32 {
    let process = try Spawned(
      entry + ["tail", "/dev/zero"], environment: Environment.list(changing: [:]))
    for _ in 0..<1000 {
      if let ending = process.poll() {
        guard ending == .signal(SIGKILL) else { throw Failure() }
        return process.pid
      }
      usleep(10_000)
    }
    throw Failure()
  }

  private static func write(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure() }
    defer { close(file) }
    guard Glibc.write(file, text, text.utf8.count) == text.utf8.count else { throw Failure() }
  }

  private static func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(file, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].filter { $0 > 0x20 }, as: UTF8.self)
  }
}
