import Foundation

/// The load of `make thrash` in a group: readers of a file that the group has no room for.
final class ThrashLoad {
  private static let source = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Bench/thrash.c").path

  /// Left for pages of files; with less the kernel may find nothing to give back, and kill.
  private static let margin = 3 << 20
  private static let readers = 8
  /// What the kernel keeps for each of its processes, page tables and stacks: a quarter of a MB was measured.
  private static let ownOfProcess = 1 << 18

  private let program: Spawned

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameters:
  ///   - folder: on a disk, for the program and its file.
  ///   - limit: of the group. Unit: bytes.
  init(in group: SmallGroup, limit: Int, folder: String) throws {
    try Self.run(["cc", "-O2", "-o", folder + "/thrash", Self.source])
    // Written within the group: what is in the page cache already belongs to whoever put it there.
    try Self.run(
      group.entry + [
        "dd", "if=/dev/urandom", "of=\(folder)/data", "bs=1M", "count=\(limit >> 19)", "conv=fsync",
      ])
    guard let held = group.held else { throw Failure(description: "no memory.stat") }
    let fill = (limit - held - Self.margin - (Self.readers + 1) * Self.ownOfProcess) >> 10
    // Its end is meant for its own session: it ends all of its process group.
    program = try Spawned(
      ["setsid"] + group.entry
        + [folder + "/thrash", folder + "/data", "\(Self.readers)", "\(fill)"],
      environment: Environment.list(changing: [:]))
  }

  /// How it ended, if it has: where memory runs out, the kernel kills it first.
  var ending: Ending? { program.poll() }

  private static func run(_ arguments: [String]) throws {
    let result = try Captured.run(arguments, environment: Environment.list(changing: [:]))
    guard result.ending == .exit(0) else { throw Failure(description: result.error) }
  }
}
