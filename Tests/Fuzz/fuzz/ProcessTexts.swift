import MemtopCore

@testable import LinuxKernel

/// The files of one process, and the row that is made of them.
enum ProcessTexts {
  private static func row(_ change: (inout ProcessSample) -> Void) {
    var row = ProcessSample(pid: 1)
    change(&row)
    _ = (row.rss, row.statResident)
  }

  /// The order is that of the seeds (`seeds.py`).
  private static let parsers: [@Sendable (Span<UInt8>) -> Void] = [
    { bytes in if let stat = ProcessStat(bytes) { row { $0.take(stat) } } },
    { bytes in if let statm = ProcessStatm(bytes) { row { _ = $0.take(statm, pageSize: 65536) } } },
    { _ = ProcessStatus($0) }, { _ = SmapsRollup($0) }, { smaps($0) },
    { _ = NodePages($0) }, { _ = ProcessCgroup.path($0) }, { _ = OOMScore.parse($0) },
    { _ = OOMScoreAdj.parse($0) }, { _ = Capabilities($0) }, { _ = AllowedNodes.parse($0) },
  ]

  static func take(_ bytes: [UInt8]) { bytes.choosing(among: parsers) }

  /// In one piece, and the lines as they come: the same mappings.
  private static func smaps(_ bytes: Span<UInt8>) {
    let whole = ProcessMappings.parse(bytes)
    for kind in MappingKind.allCases {
      _ = (whole.sum(kind), whole.biggest(kind, 5))
    }
    var parser = SmapsParser()
    let text = bytes.withUnsafeBufferPointer { Array($0) }
    var (start, end) = (0, 0)
    while end < text.count {
      end = min(text.count, end + 97)
      start += text[start..<end].withUnsafeBufferPointer { parser.take($0.span) }
    }
    // What is behind the last line end is nobody's line.
    guard text.last == UInt8(ascii: "\n") else { return }
    require(parser.finish() == whole, "smaps in pieces is not smaps as a whole")
  }
}
