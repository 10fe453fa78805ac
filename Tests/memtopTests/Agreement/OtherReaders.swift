import Foundation

/// What other programs, and a plain look into `/proc`, say of this host at one moment.
struct OtherReaders {
  struct Process: Equatable {
    /// Unit: bytes.
    var rss: UInt64
    /// Unit: bytes.
    var virt: UInt64
    var score: Int?
    var adj: Int?
  }

  /// `free -b`: total, used, free, shared, buff/cache, available.
  var memory: [UInt64]
  /// `free -b`: total, used, free.
  var swap: [UInt64]
  /// Every line of `/proc/meminfo`; sizes in bytes.
  var memInfo: [String: UInt64]
  var processes: [Int: Process]

  struct Failure: Error {}

  init() throws {
    let environment = Environment.list(changing: ["LC_ALL": "C"])
    let free = try Captured.run(["free", "-b"], environment: environment).output
    func numbers(_ line: String) -> [UInt64] {
      let found = free.split(separator: "\n").first { $0.hasPrefix(line) }
      return found?.split(separator: " ").compactMap { UInt64($0) } ?? []
    }
    memory = numbers("Mem:")
    swap = numbers("Swap:")
    memInfo = Self.memInfo()
    let ps = try Captured.run(["ps", "-eo", "pid=,rss=,vsz="], environment: environment).output
    processes = [:]
    for line in ps.split(separator: "\n") {
      let words = line.split(separator: " ").compactMap { UInt64($0) }
      guard words.count == 3 else { throw Failure() }
      processes[Int(words[0])] = Process(
        rss: words[1] * 1024, virt: words[2] * 1024,
        score: Self.number("/proc/\(words[0])/oom_score"),
        adj: Self.number("/proc/\(words[0])/oom_score_adj"))
    }
  }

  static func text(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() else {
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  private static func memInfo() -> [String: UInt64] {
    var values: [String: UInt64] = [:]
    for line in (text("/proc/meminfo") ?? "").split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == ":" }
      guard let value = UInt64(words[1]) else { continue }
      values[String(words[0])] = words.count == 3 ? value * 1024 : value
    }
    return values
  }
}
