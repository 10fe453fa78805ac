import TestSupport
import Testing

@testable import memtop

/// The command line where /proc is not mounted, as in a rescue system or a bare chroot.
@Suite struct CommandLineProcTests {
  private func run(_ arguments: String...) throws -> Captured {
    try Captured.run(
      [
        "unshare", "--map-root-user", "--mount", "sh", "-c",
        "mount -t tmpfs none /proc && exec \"$@\"", "sh", MemtopBinary.path,
      ] + arguments, environment: Environment.list(changing: [:]))
  }

  @Test func argumentsAreTakenAllTheSame() throws {
    let version = try run("--version").output
    #expect(version.hasPrefix("memtop \(BuildVersion.release)"))
    #expect(version.contains("features: "))
    let refused = try run("--no-such")
    #expect(refused.ending == .exit(64))
    #expect(refused.error.contains("--no-such"))
  }

  @Test func aCapturedSystemIsRead() throws {
    let result = try run(
      "snapshot", "--root", Fixtures.path("deb11-v2"), "--format", "csv", "--limit", "2")
    #expect(result.ending == .exit(0), "\(result.error)")
    #expect(result.output.split(whereSeparator: \.isNewline).count == 3)
  }

  @Test func withoutOneTheMissingProcIsSaid() throws {
    let result = try run("snapshot")
    #expect(result.ending != .exit(0))
    #expect(result.error.hasPrefix("memtop: ") && result.error.contains("proc"))
    #expect(result.error.split(separator: "\n").count == 1)
  }
}
