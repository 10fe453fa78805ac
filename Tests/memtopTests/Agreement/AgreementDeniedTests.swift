import Foundation
import Testing

/// An ordinary user on a host that hides other users' processes: what is refused is called so.
///
/// The host is made for the test: a pid namespace with a `/proc` of its own, mounted `hidepid=1`. Only
/// root can make it.
@Suite(.enabled(if: geteuid() == 0, "only root can mount a /proc")) struct AgreementDeniedTests {
  /// Runs memtop as another user beside a process of root.
  private func memtop(_ arguments: String...) throws -> Captured {
    let script = """
      mount -t proc -o hidepid=1 proc /proc || exit 99
      sleep 100 & sleeper=$!
      until grep -q sleep /proc/$sleeper/comm; do :; done
      \(OtherUser().commandWithTheWay.joined(separator: " ")) "$0" "$@"
      """
    let result = try Captured.run(
      ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script, MemtopBinary.path] + arguments,
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0), "\(result.error)")
    #expect(result.error.isEmpty)
    return result
  }

  static let refusable = [
    "oomScore", "oomScoreAdj", "rss", "shr", "swap", "virt", "memPercent", "anon", "file", "shmem",
    "pageTables", "majorFaults", "state", "threads", "ppid", "startTime", "unit", "cgroup", "comm",
  ]

  @Test func theJSONNamesWhatIsDenied() throws {
    let result = try memtop("snapshot", "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let rows = try #require(json?["processes"] as? [[String: Any]])
    let own = rows.filter { $0["denied"] == nil }
    let others = rows.filter { $0["denied"] != nil }
    #expect(own.count == 1 && own[0]["comm"] as? String == "memtop" && own[0]["rss"] is NSNumber)
    #expect(others.count == 2)
    for row in others {
      let denied = Set(try #require(row["denied"] as? [String]))
      #expect(denied.isSuperset(of: Self.refusable))
      for field in denied { #expect(row[field] is NSNull, "\(field)") }
      // The directory is still listed, and it belongs to the user.
      #expect(row["user"] as? String == "root")
      #expect(!row.values.contains { ($0 as? Int) == 0 })
    }
  }

  @Test func theTableSaysDenied() throws {
    let lines = try memtop("snapshot", "--fields", "pid,rss,oomScoreAdj,cgroup,comm").output
      .split(separator: "\n")
    let refused = lines.filter { $0.contains("denied") }
    #expect(refused.count == 2)
    for line in refused {
      let words = line.split(separator: " ")
      #expect(words.count == 5 && words.dropFirst().allSatisfy { $0 == "denied" })
    }
  }

  @Test func theCSVSaysDenied() throws {
    let lines = try memtop("snapshot", "--format", "csv", "--fields", "pid,rss,comm").output
      .split(separator: "\r\n")
    #expect(lines.filter { $0.hasSuffix(",denied,denied") }.count == 2)
  }

  @Test func aFilterOnARefusedValueMatchesNothing() throws {
    let result = try memtop(
      "snapshot", "--format", "csv", "--fields", "pid,comm", "--filter", "rss<1000T")
    #expect(result.output.split(separator: "\r\n").count == 2)
    #expect(result.output.contains("memtop"))
  }

  @Test func thePictureSaysDenied() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "memtop-denied-\(UUID().uuidString)", directoryHint: .isDirectory
    ).path()
    try FileManager.default.createDirectory(
      atPath: file, withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o777])
    defer { try? FileManager.default.removeItem(atPath: file) }
    let picture = file + "screen.txt"
    _ = try memtop("--no-config", "--screenshot", picture)
    let text = try String(contentsOfFile: picture, encoding: .utf8)
    #expect(text.split(separator: "\n").filter { $0.contains("denied") }.count == 2)
  }
}
