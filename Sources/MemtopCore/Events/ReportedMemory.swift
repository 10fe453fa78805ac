/// The figures of memory that a report holds: what held it, what the limit was, what swap had left.
public struct ReportedMemory: Sendable, Equatable {
  /// One figure: of the host, or of the group whose limit was hit.
  public enum Figure: Int, CaseIterable, Sendable {
    case ram, reserved, swapTotal, swapFree
    case anon, file, shmem, slab, unreclaimableSlab, pageTables, kernelStack, sockets, kernel, free
    case usage, limit, swapUsage, swapLimit, memorySwapUsage, memorySwapLimit
    /// Version 1's limit of what the kernel itself holds for a group.
    case kernelLimit
    case unevictable
  }

  /// No kernel has more nodes; a forged log may.
  private static let nodeLimit = 1024
  private static let zoneLimit = nodeLimit * ReportedZone.Kind.allCases.count

  /// What a figure is counted in.
  private enum Unit {
    case bytes, pages
  }

  private struct Word: Sendable {
    let text: StaticString
    let figure: Figure
  }

  private var values: [UInt64?] = Array(repeating: nil, count: Figure.allCases.count)
  /// Figures in pages, which the page size of the report's table makes bytes.
  private var inPages: Set<Figure> = []

  /// The memory of each node that the report lists, with what was reserved at boot. Unit: bytes.
  public private(set) var nodes: [UInt32: UInt64] = [:]

  /// In the order of the report.
  public private(set) var zones: [ReportedZone] = []
  /// The figures are those of Mem-Info, which counts the lists of pages.
  private(set) var countsLists = false

  /// The figure in bytes; nil where the report does not hold it.
  public func bytes(_ figure: Figure, pageSize: UInt64) -> UInt64? {
    guard let value = values[figure.rawValue] else { return nil }
    guard inPages.contains(figure) else { return value }
    let (bytes, overflow) = value.multipliedReportingOverflow(by: pageSize)
    return overflow ? nil : bytes
  }

  /// `memory: usage 8kB, limit 16kB, failcnt 3`
  private static let limits: [(title: StaticString, usage: Figure, limit: Figure?)] = [
    ("memory: usage ", .usage, .limit), ("swap: usage ", .swapUsage, .swapLimit),
    ("memory+swap: usage ", .memorySwapUsage, .memorySwapLimit),
    ("kmem: usage ", .kernel, .kernelLimit),
  ]
  /// It holds no figure at all.
  var isEmpty: Bool { zones.isEmpty && nodes.isEmpty && values.allSatisfy { $0 == nil } }

  /// Lines of memory.stat; two names of one figure add up.
  private static let statistics: [Word] = [
    Word(text: "anon ", figure: .anon), Word(text: "file ", figure: .file),
    Word(text: "shmem ", figure: .shmem), Word(text: "slab ", figure: .slab),
    Word(text: "slab_unreclaimable ", figure: .unreclaimableSlab),
    Word(text: "pagetables ", figure: .pageTables),
    Word(text: "kernel_stack ", figure: .kernelStack), Word(text: "sock ", figure: .sockets),
    // cgroup v1 prints a group alone first and then with all below it.
    Word(text: "total_rss ", figure: .anon), Word(text: "total_cache ", figure: .file),
    Word(text: "total_shmem ", figure: .shmem), Word(text: "unevictable ", figure: .unevictable),
  ]
  /// Words of the block below `Mem-Info:`, in pages.
  private static let blockWords: [Word] = [
    Word(text: "active_anon:", figure: .anon), Word(text: "inactive_anon:", figure: .anon),
    Word(text: "active_file:", figure: .file), Word(text: "inactive_file:", figure: .file),
    Word(text: "slab_reclaimable:", figure: .slab),
    Word(text: "slab_unreclaimable:", figure: .slab),
    Word(text: "shmem:", figure: .shmem), Word(text: "pagetables:", figure: .pageTables),
    Word(text: "unevictable:", figure: .unevictable), Word(text: "free:", figure: .free),
  ]
  private static let blockStarts: [StaticString] = [
    "active_anon:", "active_file:", "unevictable:", "slab_reclaimable:", "mapped:", "free:",
  ]
  private static let countedPages: [Word] = [
    Word(text: " pages RAM", figure: .ram), Word(text: " pages reserved", figure: .reserved),
  ]
  private static let swapLines: [Word] = [
    Word(text: "Free swap  = ", figure: .swapFree), Word(text: "Total swap = ", figure: .swapTotal),
  ]

  /// Takes the figures of one message; false where it holds none.
  mutating func read(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    cursor.skipBlanks()
    guard let first = cursor.byte else { return false }
    if (0x30...0x39).contains(first) { return readCount(cursor) }
    return readZone(cursor) || readReserves(cursor) || readLimit(cursor) || readSwap(cursor)
      || readStatistic(cursor)
      || readBlock(cursor)
  }

  /// `Node 1 DMA32 free:1160kB min:1164kB … present:261980kB managed:183928kB …`, and the free blocks of
  /// the same zone further down: `Node 1 DMA32: 12*4kB (UM) … = 1160kB`.
  private mutating func readZone(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    guard let (node, kind) = ReportedZone.place(&cursor) else { return false }
    if cursor.skip(": ") {
      guard let zone = zones.lastIndex(where: { $0.node == node && $0.kind == kind }) else {
        return false
      }
      zones[zone].largestBlock = ReportedZone.largestBlock(cursor)
      return true
    }
    guard let present = cursor.find(" present:") else { return false }
    if let zone = ReportedZone.read(cursor, node: node, kind: kind), zones.count < Self.zoneLimit {
      zones.append(zone)
    }
    cursor.at = present + 9
    guard let size = cursor.kibibytes() else { return false }
    let (sum, overflow) = (nodes[node] ?? 0).addingReportingOverflow(size)
    if nodes.count < Self.nodeLimit || nodes[node] != nil { nodes[node] = overflow ? .max : sum }
    return true
  }

  /// `lowmem_reserve[]: 0 2911 15892`, right below a zone: of what is free, what requests must leave that
  /// could use higher ones.
  private mutating func readReserves(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    guard cursor.skip("lowmem_reserve[]:") else { return false }
    guard let zone = zones.indices.last, zones[zone].reserves.isEmpty else { return true }
    while zones[zone].reserves.count < ReportedZone.Kind.allCases.count {
      cursor.skipBlanks()
      guard let pages = cursor.decimal() else { break }
      zones[zone].reserves.append(pages)
    }
    return true
  }

  private mutating func readLimit(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    guard let kind = Self.limits.first(where: { cursor.skip($0.title) }) else { return false }
    set(kind.usage, cursor.kibibytes(), .bytes)
    if let limit = kind.limit, cursor.skip(", limit ") { set(limit, cursor.kibibytes(), .bytes) }
    return true
  }

  private mutating func readSwap(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    guard let word = Self.swapLines.first(where: { cursor.skip($0.text) }) else { return false }
    set(word.figure, cursor.kibibytes(), .bytes)
    return true
  }

  private mutating func readCount(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    let count = cursor.decimal()
    guard let word = Self.countedPages.first(where: { cursor.skip($0.text) }), cursor.isAtEnd else {
      return false
    }
    set(word.figure, count, .pages)
    return true
  }

  private mutating func readStatistic(_ cursor: LogCursor) -> Bool {
    var cursor = cursor
    guard let word = Self.statistics.first(where: { cursor.skip($0.text) }) else { return false }
    let value = cursor.decimal()
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return false }
    set(word.figure, value, .bytes)
    return true
  }

  private mutating func readBlock(_ cursor: LogCursor) -> Bool {
    guard Self.blockStarts.contains(where: { cursor.starts(with: $0, at: cursor.at) }) else {
      return false
    }
    var cursor = cursor
    countsLists = true
    while !cursor.isAtEnd {
      cursor.skipBlanks()
      if let word = Self.blockWords.first(where: { cursor.skip($0.text) }) {
        let isUnreclaimable =
          cursor.at >= 19
          && cursor.starts(with: "slab_unreclaimable:", at: cursor.at - 19)
        let value = cursor.decimal()
        add(word.figure, value)
        if isUnreclaimable { set(.unreclaimableSlab, value, .pages) }
      }
      _ = cursor.word()
    }
    return true
  }

  /// The figures of one group as cgroup v1 prints them up to Linux 5.2, in a line a group; what the groups
  /// below hold adds up.
  mutating func readGroup(_ cursor: LogCursor) {
    var cursor = cursor
    while !cursor.isAtEnd {
      cursor.skipBlanks()
      if let word = Self.groupWords.first(where: { cursor.skip($0.text) }),
        let size = cursor.kibibytes()
      {
        values[word.figure.rawValue] = (values[word.figure.rawValue] ?? 0).addingSaturated(size)
      }
      _ = cursor.word()
    }
  }

  private static let groupWords: [Word] = [
    Word(text: "rss:", figure: .anon), Word(text: "cache:", figure: .file),
    Word(text: "shmem:", figure: .shmem),
  ]

  private mutating func set(_ figure: Figure, _ value: UInt64?, _ unit: Unit) {
    values[figure.rawValue] = value
    if unit == .pages { inPages.insert(figure) }
  }

  private mutating func add(_ figure: Figure, _ value: UInt64?) {
    guard let value else { return }
    let (sum, overflow) = (values[figure.rawValue] ?? 0).addingReportingOverflow(value)
    set(figure, overflow ? nil : sum, .pages)
  }
}
