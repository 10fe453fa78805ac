import Foundation
import TestSupport
import Testing

/// Broken and hostile captured hosts through the real program, without a terminal.
@Suite struct HostileSnapshotTests {
  private struct Outcome {
    var ending: Ending
    var output: [UInt8]
    var complaints: String
  }

  /// Runs memtop with its output in a file, for its bytes as they are.
  private func memtop(_ arguments: [String], locale: String = "C.UTF-8") throws -> Outcome {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "memtop-hostile-\(UUID().uuidString)"
    ).path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try Captured.run(
      ["/bin/sh", "-c", "exec \"$0\" \"$@\" > '\(file)'", MemtopBinary.path] + arguments,
      environment: Environment.list(changing: ["LANG": locale]))
    let output = FileManager.default.contents(atPath: file).map(Array.init) ?? []
    return Outcome(ending: result.ending, output: output, complaints: result.error)
  }

  static let cases = BrokenTrees.names.flatMap { tree in
    ["table", "json", "csv"].map { (tree, $0) }
  }

  static let fields =
    "pid,user,oomScore,oomScoreAdj,rss,shr,swap,virt,memPercent,growth,anon,file,shmem,"
    + "pageTables,majorFaults,state,threads,ppid,startTime,unit,cgroup,comm,cmdline"

  @Test(arguments: cases) func nothingHarmfulIsWritten(tree: String, format: String) throws {
    let root = Fixtures.path(tree)
    for extra in [[], ["--fields", Self.fields, "--kernel-threads"]] {
      for locale in ["C.UTF-8", "C"] {
        let result = try memtop(
          ["snapshot", "--format", format, "--root", root] + extra, locale: locale)
        #expect(result.ending == .exit(0))
        let lineEnds: Set<UInt8> = format == "csv" ? [0x0d, 0x0a] : [0x0a]
        #expect(RawOutput.harm(in: result.output, allowed: lineEnds) == nil)
        #expect(RawOutput.harm(in: Array(result.complaints.utf8), allowed: [0x0a]) == nil)
        #expect(result.output.count > 500)
        if locale == "C", format == "table" { #expect(result.output.allSatisfy { $0 < 0x80 }) }
      }
    }
  }

  @Test(arguments: BrokenTrees.names) func theJSONIsWhole(tree: String) throws {
    let result = try memtop(
      ["snapshot", "--format", "json", "--root", Fixtures.path(tree), "--fields", Self.fields])
    let json = try JSONSerialization.jsonObject(with: Data(result.output))
    let document = try #require(json as? [String: Any])
    let processes = try #require(document["processes"] as? [[String: Any]])
    #expect(processes.count > 15)
    let names = Set(Self.fields.split(separator: ",").map(String.init))
    #expect(processes.allSatisfy { Set($0.keys).subtracting(["denied"]) == names })
  }

  /// Every line has as many values as the heading, whatever the names hold.
  @Test func theCSVHasOneLineAProcess() throws {
    let result = try memtop([
      "snapshot", "--format", "csv", "--root", Fixtures.path("broken-hostile"), "--fields",
      "pid,comm,cgroup,cmdline,rss",
    ])
    let lines = String(decoding: result.output, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.last == "")
    for line in lines.dropLast() {
      var commas = 0
      var isQuoted = false
      for character in line {
        if character == "\"" { isQuoted.toggle() }
        if character == ",", !isQuoted { commas += 1 }
      }
      #expect(commas == 4 && !isQuoted, "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("2019,\"'=1+1,\"\"q\"\"\",") })
  }

  /// What could not be understood is said once, in one line, with the first of the files.
  @Test(arguments: ["broken-truncated", "broken-numbers", "broken-hostile"])
  func malformedFilesAreSaid(tree: String) throws {
    let result = try memtop(["snapshot", "--root", Fixtures.path(tree)])
    let lines = result.complaints.split(separator: "\n")
    #expect(lines.count == 1)
    let match = try #require(lines.first?.prefixMatch(of: /memtop: (\d+) files not understood:/))
    #expect(Int(match.1)! > 3)
    #expect(lines[0].contains("/proc/"))
  }

  /// A file of the host that was cut is said too, and its other lines count.
  @Test func cutHostFilesAreSaid() throws {
    let result = try memtop([
      "snapshot", "--format", "json", "--root", Fixtures.path("broken-truncated"),
    ])
    for file in ["meminfo", "vmstat", "pressure/memory", "swaps"] {
      #expect(result.complaints.contains("/proc/" + file), "\(file)")
    }
    let json = try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
    let memory = try #require(json?["memory"] as? [String: Any])
    #expect(memory["memTotal"] is NSNumber && memory["sReclaimable"] is NSNull)
    #expect(json?["pressure"] is NSNull)
  }

  @Test func aWholeTreeIsSaidToBeFine() throws {
    let result = try memtop(["snapshot", "--root", Fixtures.path("deb11-v2")])
    #expect(result.complaints.isEmpty)
  }

  /// Without a boot time and an uptime there is no clock: not midnight of 1970.
  @Test func aTimeThatIsNotKnownIsNotShown() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "memtop-hostile-\(UUID().uuidString).txt"
    ).path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    for (tree, isKnown) in [("broken-numbers", false), ("deb11-v2", true)] {
      _ = try memtop(["--no-config", "--screenshot", file, "--root", Fixtures.path(tree)])
      let picture = try String(contentsOfFile: file, encoding: .utf8)
      let header = try #require(picture.split(separator: "\n").first)
      #expect(header.contains("captured") && !header.contains("00:00:00"))
      #expect(header.contains(/\d\d:\d\d:\d\d +captured/) == isKnown)
    }
  }

  @Test(arguments: BrokenTrees.names, ["txt", "svg"])
  func aPictureHoldsNothingHarmful(tree: String, ending: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "memtop-hostile-\(UUID().uuidString).\(ending)"
    ).path()
    defer { try? FileManager.default.removeItem(atPath: file) }
    for size in ["120x40", "20x5", "300x60"] {
      let result = try memtop([
        "--no-config", "--screenshot", file, "--size", size, "--root", Fixtures.path(tree),
        "--columns", Self.fields, "--tree", "--kernel-threads", "--sort", "pid", "--reverse",
      ])
      #expect(result.ending == .exit(0))
      #expect(RawOutput.harm(in: Array(result.complaints.utf8), allowed: [0x0a]) == nil)
      let picture = Array(try #require(FileManager.default.contents(atPath: file)))
      #expect(picture.count > 50)
      #expect(RawOutput.harm(in: picture, allowed: [0x0a]) == nil)
    }
  }
}
