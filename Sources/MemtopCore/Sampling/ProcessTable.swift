import LinuxKernel

/// The processes of one sample in ascending pid order, with the text that belongs to them.
public struct ProcessTable: Sendable {
  public package(set) var rows: [ProcessSample] = []
  private var text: [UInt8] = []
  /// Files that could not be understood.
  public internal(set) var malformed = 0
  /// The first of them.
  public internal(set) var firstMalformed: (pid: Int32, file: ProcessFile)?

  /// Why a file that is there could not be read, the last time that happened in this sample. Unit: errno.
  public internal(set) var readError: Int32?

  public init() {}

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    malformed = 0
    firstMalformed = nil
    readError = nil
  }

  mutating func noteMalformed(_ pid: Int32, _ file: ProcessFile) {
    malformed += 1
    if firstMalformed == nil { firstMalformed = (pid, file) }
  }

  /// Where a pid stands, by binary search.
  public func index(of pid: Int32) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].pid < pid { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].pid == pid ? low : nil
  }

  /// Where a process stands; nil when it is gone, also when its pid serves another.
  public func index(of id: ProcessID) -> Int? {
    index(of: id.pid).flatMap { rows[$0].id == id ? $0 : nil }
  }

  package mutating func keep(_ bytes: Span<UInt8>, _ range: Range<Int>) -> TextRange {
    let start = text.count
    for at in range { text.append(bytes[at]) }
    return TextRange(start: UInt32(start), length: UInt32(range.count))
  }

  mutating func keep(_ bytes: [UInt8]) -> TextRange {
    let start = text.count
    text.append(contentsOf: bytes)
    return TextRange(start: UInt32(start), length: UInt32(bytes.count))
  }

  /// Keeps bytes, or finds that `like` holds the same and returns it: neighbours often share a cgroup.
  mutating func keep(_ bytes: Span<UInt8>, _ range: Range<Int>, like other: TextRange) -> TextRange
  {
    if Int(other.length) == range.count, !range.isEmpty {
      let start = Int(other.start)
      var same = true
      for offset in 0..<range.count where text[start + offset] != bytes[range.lowerBound + offset] {
        same = false
        break
      }
      if same { return other }
    }
    return keep(bytes, range)
  }

  mutating func keep(_ range: TextRange, of other: borrowing ProcessTable) -> TextRange {
    let start = text.count
    let from = Int(range.start)
    text.append(contentsOf: other.text[from..<from + Int(range.length)])
    return TextRange(start: UInt32(start), length: range.length)
  }

  mutating func keep(_ range: TextRange, of other: borrowing ProcessTable, like mine: TextRange)
    -> TextRange
  {
    if range.length == mine.length, range.length > 0 {
      let a = Int(range.start)
      let b = Int(mine.start)
      var same = true
      for offset in 0..<Int(range.length) where other.text[a + offset] != text[b + offset] {
        same = false
        break
      }
      if same { return mine }
    }
    return keep(range, of: other)
  }

  /// The raw bytes of a text; they are from outside and must be made visible before they are shown.
  func bytes(_ range: TextRange) -> ArraySlice<UInt8> {
    text[Int(range.start)..<Int(range.start) + Int(range.length)]
  }

  /// The process's name as the kernel has it; nil where it could not be read.
  public func comm(_ row: Int) -> ArraySlice<UInt8>? {
    known(row, [.stat, .comm], \.commRange)
  }

  /// The path of the cgroup that accounts for the process's memory.
  public func cgroup(_ row: Int) -> ArraySlice<UInt8>? {
    known(row, .cgroup, \.cgroupRange)
  }

  /// The arguments, each ended by a NUL byte; empty for kernel threads and zombies.
  public func cmdline(_ row: Int) -> ArraySlice<UInt8>? {
    known(row, .cmdline, \.cmdlineRange)
  }

  private func known(
    _ row: Int, _ files: ProcessFileSet, _ range: KeyPath<ProcessSample, TextRange>
  ) -> ArraySlice<UInt8>? {
    let process = rows[row]
    guard !process.known.isDisjoint(with: files) else { return nil }
    return bytes(process[keyPath: range])
  }
}
