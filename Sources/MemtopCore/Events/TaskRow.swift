/// One row of the task table that a report holds: a candidate, its sizes in pages.
///
/// Source: mm/oom_kill.c `dump_task()`.
public struct TaskRow: Sendable, Equatable {
  /// The first thread that still has memory.
  public internal(set) var pid: Int32 = 0
  /// The process.
  public internal(set) var tgid: Int32 = 0
  public internal(set) var uid: UInt32 = 0
  /// Unit: pages.
  public internal(set) var totalVM: UInt64 = 0
  /// Unit: pages.
  public internal(set) var rss: UInt64 = 0
  /// Unit: pages. Since: Linux 6.8.
  @Packed public internal(set) var rssAnon: UInt64?
  /// Unit: pages. Since: Linux 6.8.
  @Packed public internal(set) var rssFile: UInt64?
  /// Unit: pages. Since: Linux 6.8.
  @Packed public internal(set) var rssShmem: UInt64?
  /// Unit: bytes. Since: Linux 4.15.
  @Packed public internal(set) var pageTableBytes: UInt64?
  /// Page tables of the two lowest levels, before Linux 4.15. Unit: pages.
  @Packed public internal(set) var pageTablePages: UInt64?
  /// Unit: pages.
  public internal(set) var swap: UInt64 = 0
  public internal(set) var oomScoreAdj: Int16 = 0
  public internal(set) var name = ""
}

/// What the columns of a task table are; their order is the kernel version's.
enum TaskColumn: CaseIterable {
  case uid, tgid, totalVM, rss, rssAnon, rssFile, rssShmem, pageTableBytes, ptes, pmds, swap
  case oomScoreAdj
  /// A column of another kernel, which is read over.
  case other

  private var title: StaticString {
    switch self {
    case .uid: "uid"
    case .tgid: "tgid"
    case .totalVM: "total_vm"
    case .rss: "rss"
    case .rssAnon: "rss_anon"
    case .rssFile: "rss_file"
    case .rssShmem: "rss_shmem"
    case .pageTableBytes: "pgtables_bytes"
    case .ptes: "nr_ptes"
    case .pmds: "nr_pmds"
    case .swap: "swapents"
    case .oomScoreAdj: "oom_score_adj"
    case .other: ""
    }
  }

  /// Reads `[ pid ]   uid  tgid … name`.
  static func header(_ cursor: LogCursor) -> [TaskColumn]? {
    var cursor = cursor
    guard cursor.skip("[") else { return nil }
    cursor.skipBlanks()
    guard cursor.skip("pid") else { return nil }
    cursor.skipBlanks()
    guard cursor.skip("]") else { return nil }
    var columns: [TaskColumn] = []
    while columns.count < 32 {
      cursor.skipBlanks()
      let word = cursor.word()
      if word.isEmpty { return nil }
      let title = cursor.text(word)
      if title == "name" { return columns }
      columns.append(allCases.first { "\($0.title)" == title } ?? .other)
    }
    return nil
  }

  /// The tables of kernels that printed a header which the text has lost.
  static let guesses: [[TaskColumn]] = [
    [
      .uid, .tgid, .totalVM, .rss, .rssAnon, .rssFile, .rssShmem, .pageTableBytes, .swap,
      .oomScoreAdj,
    ],
    [.uid, .tgid, .totalVM, .rss, .ptes, .pmds, .swap, .oomScoreAdj],
    [.uid, .tgid, .totalVM, .rss, .pageTableBytes, .swap, .oomScoreAdj],
  ]
}

extension TaskRow {
  /// Reads `[  129]     0   129     2434 … 0 name`; nil where it is no row, or a cut one.
  static func read(_ cursor: LogCursor, _ columns: [TaskColumn]?) -> TaskRow? {
    if let columns { return read(cursor, as: columns) }
    for columns in TaskColumn.guesses {
      if var row = read(cursor, as: columns) {
        // The number of tables and their bytes stand in the same place in different kernels.
        if columns.count == 7, let tables = row.pageTableBytes, tables % 4096 != 0 {
          row.pageTablePages = tables
          row.pageTableBytes = nil
        }
        return row
      }
    }
    return nil
  }

  private static func read(_ cursor: LogCursor, as columns: [TaskColumn]) -> TaskRow? {
    var cursor = cursor
    guard cursor.skip("[") else { return nil }
    cursor.skipBlanks()
    guard let pid = cursor.number(Int32.self), cursor.skip("]") else { return nil }
    var row = TaskRow(pid: pid, tgid: pid)
    for column in columns {
      cursor.skipBlanks()
      guard row.take(column, &cursor), cursor.byte == 0x20 else { return nil }
    }
    cursor.at += 1
    row.name = cursor.rest()
    return row
  }

  private mutating func take(_ column: TaskColumn, _ cursor: inout LogCursor) -> Bool {
    switch column {
    case .uid: set(&uid, cursor.number())
    case .tgid: set(&tgid, cursor.number())
    case .totalVM: set(&totalVM, cursor.decimal())
    case .rss: set(&rss, cursor.decimal())
    case .rssAnon: set(&rssAnon, cursor.decimal())
    case .rssFile: set(&rssFile, cursor.decimal())
    case .rssShmem: set(&rssShmem, cursor.decimal())
    case .pageTableBytes: set(&pageTableBytes, cursor.decimal())
    case .ptes: set(&pageTablePages, cursor.decimal())
    case .pmds: addPages(cursor.decimal())
    case .swap: set(&swap, cursor.decimal())
    case .oomScoreAdj: set(&oomScoreAdj, cursor.number())
    case .other: !cursor.word().isEmpty
    }
  }

  private func set<T>(_ field: inout T, _ value: T?) -> Bool {
    if let value { field = value }
    return value != nil
  }

  private func set<T>(_ field: inout T?, _ value: T?) -> Bool {
    if let value { field = value }
    return value != nil
  }

  private mutating func addPages(_ value: UInt64?) -> Bool {
    guard let value else { return false }
    let (sum, overflow) = (pageTablePages ?? 0).addingReportingOverflow(value)
    if !overflow { pageTablePages = sum }
    return !overflow
  }
}
