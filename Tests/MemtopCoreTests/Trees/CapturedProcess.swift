import Foundation

/// One process of a captured host, file by file. A file that is not of its form tells nothing.
struct CapturedProcess {
  let tree: CapturedTree
  let pid: Int32

  func bytes(_ file: String) -> [UInt8]? { tree.bytes("proc/\(pid)/\(file)") }
  func text(_ file: String) -> String? { tree.text("proc/\(pid)/\(file)") }
  func isDenied(_ file: String) -> Bool { tree.denied.contains("proc/\(pid)/\(file)") }

  /// A file of one line, without its end.
  private func line(_ file: String) -> String? {
    guard let text = text(file), text.hasSuffix("\n") else { return nil }
    return String(text.dropLast())
  }

  /// `stat` from field 3 on: what follows the last bracket.
  var stat: [Substring]? {
    guard let text = text("stat"), text.hasSuffix("\n"), let close = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[close...].dropFirst(2).dropLast().split(separator: " ")
    return fields.count >= 20 ? fields : nil
  }

  /// The field that proc(5) numbers so.
  func stat(_ number: Int) -> UInt64? { stat.flatMap { plainNumber($0[number - 3]) } }

  /// Whether every number that memtop takes from `stat` is there and fits.
  var hasWholeStat: Bool {
    guard let parent = stat(4), let threads = stat(20) else { return false }
    return Int32(exactly: parent) != nil && Int32(exactly: threads) != nil && stat(12) != nil
      && stat(22) != nil
  }

  var comm: [UInt8]? {
    guard stat != nil, let bytes = bytes("stat"), let open = bytes.firstIndex(of: 0x28),
      let close = bytes.lastIndex(of: 0x29)
    else { return nil }
    return Array(bytes[(open + 1)..<close])
  }

  var state: String? { stat.map { String($0[0]) } }
  var isKernelThread: Bool { (stat(9) ?? 0) & 0x20_0000 != 0 }

  /// Sizes in bytes; nil without an address space, or where they do not fit.
  var sizes: (virt: UInt64, rss: UInt64, shr: UInt64)? {
    guard let pages = line("statm")?.split(separator: " ").map(plainNumber), pages.count == 7,
      let virt = pages[0], let rss = pages[1], let shr = pages[2], virt > 0
    else { return nil }
    let bytes = [virt, rss, shr].map { $0.multipliedReportingOverflow(by: tree.pageSize) }
    guard !bytes.contains(where: \.overflow) else { return nil }
    return (bytes[0].partialValue, bytes[1].partialValue, bytes[2].partialValue)
  }

  /// A value of `status`; where a broken file has a key twice, the last counts.
  func status(_ key: String) -> String? {
    tree.lines("proc/\(pid)/status").last { $0.hasPrefix(key + ":") }.map { line in
      line.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces)
    }
  }

  /// Unit: bytes.
  func statusSize(_ key: String) -> UInt64? {
    guard let value = status(key), value.hasSuffix(" kB"), let size = plainNumber(value.dropLast(3))
    else { return nil }
    let bytes = size.multipliedReportingOverflow(by: 1024)
    return bytes.overflow ? nil : bytes.partialValue
  }

  var uid: UInt32? {
    guard let numbers = status("Uid")?.split(separator: "\t"), numbers.count == 4 else {
      return nil
    }
    return UInt32(numbers[1])
  }

  func number(_ file: String) -> Int? {
    guard let line = line(file), line.wholeMatch(of: /-?[0-9]+/) != nil else { return nil }
    return Int(line)
  }

  var oomScore: Int32? { number("oom_score").flatMap { Int32(exactly: $0) } }
  var adj: Int32? {
    number("oom_score_adj").flatMap { (-1000...1000).contains($0) ? Int32($0) : nil }
  }

  /// The path of the v1 controller `memory`, else of the unified hierarchy.
  var cgroup: String? {
    let lines = tree.lines("proc/\(pid)/cgroup").map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }.filter { $0.count == 3 }
    let line =
      lines.first { $0[1].split(separator: ",").contains("memory") }
      ?? lines.first { $0[0] == "0" && $0[1].isEmpty }
    return line.map { String($0[2]) }
  }
}
