import Foundation
import Glibc
import Testing

/// The snapshot of this host against what other readers of `/proc` say right before and after.
@Suite(.serialized) struct SnapshotLiveTests {
  private func snapshot(_ arguments: String...) throws -> Captured {
    let result = try Captured.run(
      [MemtopBinary.path, "snapshot"] + arguments, environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    return result
  }

  private func document(_ arguments: String...) throws -> [String: Any] {
    let result = try Captured.run(
      [MemtopBinary.path, "snapshot", "--format", "json"] + arguments,
      environment: Environment.list(changing: [:]))
    #expect(result.ending == .exit(0))
    let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(parsed as? [String: Any])
  }

  private func text(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() else {
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  @Test func theUptimeIsTheKernels() throws {
    let json = try document("--limit", "0")
    let uptime = try #require((json["host"] as? [String: Any])?["uptime"] as? Double)
    let now = try #require(text("/proc/uptime").flatMap { Double($0.split(separator: " ")[0]) })
    #expect(uptime <= now && now - uptime < 30)
  }

  @Test func aProcessIsAsPsAndProcSayIt() throws {
    let sleeper = try Sleeper()
    let ps = try Captured.run(
      ["/bin/ps", "-o", "pid=,rss=,vsz=,comm=", "-p", "\(sleeper.pid)"],
      environment: Environment.list(changing: [:]))
    let words = ps.output.split(separator: " ").map { $0.filter { $0 != "\n" } }
    let processes = try #require(try document()["processes"] as? [[String: Any]])
    let process = try #require(processes.first { $0["pid"] as? Int == Int(sleeper.pid) })
    #expect((process["rss"] as? UInt64) == UInt64(words[1]).map { $0 * 1024 })
    #expect((process["virt"] as? UInt64) == UInt64(words[2]).map { $0 * 1024 })
    #expect(process["comm"] as? String == words[3])
    #expect(process["ppid"] as? Int == Int(getpid()))
    #expect(process["oomScoreAdj"] as? Int == 321)
    let score = text("/proc/\(sleeper.pid)/oom_score")?.split(separator: "\n").first
    #expect(process["oomScore"] as? Int == score.flatMap { Int($0) })
  }

  @Test func kernelThreadsAreThereWithoutSizesAndCanBeLeftOut() throws {
    guard text("/proc/2/stat")?.contains("(kthreadd)") == true else { return }
    let all = try #require(try document()["processes"] as? [[String: Any]])
    let kthreadd = try #require(all.first { $0["pid"] as? Int == 2 })
    #expect(kthreadd["rss"] is NSNull)
    let some = try #require(try document("--no-kernel-threads")["processes"] as? [[String: Any]])
    #expect(!some.contains { $0["pid"] as? Int == 2 })
  }

  @Test func ratesComeFromTwoSamples() throws {
    let one = try #require(try document("--limit", "0")["swap"] as? [String: Any])
    #expect(one["inRate"] is NSNull)
    let two = try #require(
      try document("--limit", "0", "--interval", "100ms")["swap"] as? [String: Any])
    #expect(two["inRate"] is NSNumber)
    let rows = try snapshot(
      "--format", "csv", "--fields", "pid,majorFaults", "--interval", "0.1", "--filter",
      "pid=\(getpid())")
    let line = try #require(rows.output.split(separator: "\r\n").dropFirst().first)
    #expect(Double(line.split(separator: ",")[1]) != nil)
  }

  @Test func filterSortAndLimitChooseTheRows() throws {
    let sleepers = [try Sleeper(), try Sleeper()]
    let pids = sleepers.map { String($0.pid) }
    let up = try snapshot(
      "--format", "csv", "--fields", "pid", "--sort", "pid", "--filter", "adj=321")
    #expect(up.output == (["pid"] + pids).map { $0 + "\r\n" }.joined())
    let down = try snapshot(
      "--format", "csv", "--fields", "pid", "--sort", "pid", "--reverse", "--filter", "adj=321",
      "--limit", "1")
    #expect(down.output == "pid\r\n\(pids[1])\r\n")
  }
}

/// A child of this test that does nothing, with an oom_score_adj of 321.
private final class Sleeper {
  let pid: pid_t
  private let program: Spawned

  init() throws {
    program = try Spawned(
      ["/bin/sh", "-c", "echo 321 > /proc/self/oom_score_adj; exec sleep 1000"],
      environment: Environment.list(changing: [:]))
    pid = program.pid
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      if let comm = FileHandle(forReadingAtPath: "/proc/\(pid)/comm")?.availableData,
        comm == Data("sleep\n".utf8)
      {
        break
      }
      usleep(2000)
    }
  }
}
