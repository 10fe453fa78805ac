import Glibc
import Testing

@testable import MemtopCore

/// When it is gone: right at half-way for what falls straight, silent for what does not fall.
@Suite struct ForecastTests {
  private static let whole = 1e10

  @Test func aLinearHogIsForetoldAtHalfWay() throws {
    let count = 300
    var right = 0
    for seed in 0..<count {
      var random = Seeded(state: UInt64(seed * 31 + 7))
      let idle = random.spread(4, 200).rounded()
      let lasts = random.spread(16, 800)
      let left = Self.whole * random.between(0.3, 0.95)
      let noise = Self.whole * random.between(0, 0.004)
      let half = (idle + lasts / 2).rounded()
      let course = stride(from: 0, through: half, by: 1).map { time in
        let gone = max(0, time - idle) * left / lasts
        return Trend.Point(time, left - gone + random.between(-1, 1) * noise)
      }
      let truth = idle + lasts - half
      guard let told = Forecast(.memory, course, whole: Self.whole) else { continue }
      if abs(told.seconds / truth - 1) <= 0.2 { right += 1 }
    }
    print("forecast: \(right) of \(count) linear hogs within 20 % at half-way")
    #expect(right * 100 >= count * 98)
  }

  private enum Load: String, CaseIterable {
    case flat, noise, drift, saw, bursts, walk, steps, cycle
  }

  @Test func aStationaryLoadIsNotForetold() {
    var (told, samples) = (0, 0)
    for load in Load.allCases {
      let before = told
      for seed in 0..<12 {
        var random = Seeded(state: UInt64(seed * 97 + 3))
        let course = Self.course(load, &random)
        for end in stride(from: 10, to: course.count, by: 2) {
          samples += 1
          if Forecast(.memory, Array(course[...end]), whole: Self.whole) != nil { told += 1 }
        }
      }
      print("forecast: \(load.rawValue): told \(told - before) times")
    }
    print("forecast: told in \(Double(told * 100) / Double(samples)) % of \(samples) samples")
    #expect(Double(told) <= Double(samples) * 0.01)
  }

  /// Five minutes, a point a second.
  private static func course(_ load: Load, _ random: inout Seeded) -> [Trend.Point] {
    let left = whole * random.between(0.1, 0.8)
    let height = whole * random.spread(0.002, 0.1)
    let period = random.spread(5, 120)
    var (level, target) = (0.0, 0.0)
    return (0..<300).map { second in
      let jitter = random.between(-1, 1)
      let turns = Double(second) / period
      let value: Double
      switch load {
      case .flat: value = jitter * whole * 0.0005
      case .noise: value = jitter * height
      case .drift:
        level = level * 0.95 + jitter * height * 0.3
        value = level
      case .saw: value = jitter * height * 0.02 - height * (turns - turns.rounded(.down))
      case .bursts:
        if random.between(0, 1) < 1 / period { target = target == 0 ? height : 0 }
        level += max(-height / 4, min(height / 4, target - level))
        value = jitter * height * 0.02 - level
      case .walk:
        level = level * 0.995 + jitter * whole * 0.002
        value = level
      case .steps:
        if random.between(0, 1) < 0.01 { level = max(-1, min(1, level + random.between(-1, 1))) }
        value = level * height
      case .cycle: value = jitter * height * 0.05 - height * cos(2 * .pi * turns)
      }
      return Trend.Point(Double(second), max(1, left + value))
    }
  }

  @Test func theCommitLimitAndGroupsAreForetoldToo() throws {
    let verdict = try Diagnosed.series(40) { second in
      [
        "proc/meminfo": Diagnosed.memory([
          "CommitLimit": 800_000, "Committed_AS": 300_000 + UInt64(second) * 5000,
        ]),
        "proc/sys/vm/overcommit_memory": "2\n",
      ]
    }
    let told = try #require(verdict.forecast.first { $0.kind == .commitLimit })
    // 305,000 kB are left at 5000 kB a second.
    #expect(abs(told.seconds - 61) < 6)
  }

  /// What grows within a group that has a limit meets that before the host is short.
  @Test(arguments: [(300_000, true), (900_000, false)])
  func growthUnderALimitEndsThere(limit: Int, isMet: Bool) throws {
    let verdict = try Diagnosed.series(50) { second in
      let held = 100_000 + second * 2000
      var files = Diagnosed.process(7, "node", anon: UInt64(held))
      files["proc/7/cgroup"] = "0::/api\n"
      files["proc/meminfo"] = Diagnosed.memory(["MemAvailable": UInt64(500_000 - second * 2000)])
      files["proc/self/mountinfo"] = "30 20 0:26 / /sys/fs/cgroup rw - cgroup2 c rw\n"
      files["sys/fs/cgroup/api/memory.max"] = "\(limit * 1024)\n"
      files["sys/fs/cgroup/api/memory.current"] = "\(held * 1024)\n"
      return files
    }
    let leak = try #require(verdict.findings.first { $0.kind == .processLeak })
    #expect(leak.short == (isMet ? .group : .soon))
    #expect(leak.sentence.contains("the limit of /api, 293M, is met in 51 s") == isMet)
    #expect(verdict.forecast.contains { $0.what == "limit of /api" })
    #expect(verdict.forecast.contains { $0.isOfHost } == !isMet)
  }

}
