import LinuxKernel
import MemtopCore

/// Very many processes as a sample that needs no files: a tree of them takes minutes to write.
public enum Crowd {
  /// Processes 1 to `count` of mixed sizes; unless told otherwise, each is the child of the one with a
  /// third of its number.
  public static func sample(
    _ count: Int, parent: (Int32) -> Int32 = { $0 / 3 }
  ) -> Sample {
    var sample = Sample()
    sample.monotonic = 1_000_000_000
    for pid in 1...count { add(Int32(pid), parent: parent(Int32(pid)), to: &sample.processes) }
    return sample
  }

  private static func add(_ pid: Int32, parent: Int32, to table: inout ProcessTable) {
    var row = ProcessSample(pid: pid)
    let pages = Int(pid) * 7919 % 10_007 + 1
    let stat = Array(
      "\(pid) (p\(pid)) S \(parent) 0 0 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 \(pid) 0 0 0\n".utf8)
    if let parsed = ProcessStat(stat.span) {
      row.take(parsed)
      row.commRange = table.keep(stat.span, parsed.comm)
    }
    if let statm = ProcessStatm(Array("\(pages * 2) \(pages) 1 0 0 0 0\n".utf8).span) {
      _ = row.take(statm, pageSize: 4096)
    }
    row.take(oomScore: pid % 1000)
    row.noteRead([.stat, .statm, .oomScore], isDenied: false)
    row.known.formUnion(row.read)
    table.rows.append(row)
  }
}
