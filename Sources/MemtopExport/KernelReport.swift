import MemtopCore

/// What `memtop kernel` writes: the kernel's memory, with the order and the number of slab caches.
public struct KernelReport: Sendable {
  let memory: KernelMemory
  private let slabColumn: Int
  private let isDescending: Bool
  private let limit: Int

  /// - Parameters:
  ///   - slabSort: a column of `KernelTable.slabs`; nil for the size.
  ///   - limit: caches at most.
  public init(_ memory: KernelMemory, slabSort: String?, limit: Int) {
    self.memory = memory
    let table = KernelTable.slabs
    slabColumn = table.column(slabSort ?? "size") ?? 0
    isDescending = table.columns[slabColumn].sortsDescending
    self.limit = limit
  }

  /// Nil where the table's source tells nothing here.
  func rows(_ table: KernelTable) -> [[FieldValue]]? {
    guard table.id == KernelTable.slabs.id else { return table.rows(memory) }
    return table.rows(memory).map {
      Array(table.sorted($0, by: slabColumn, descending: isDescending).prefix(limit))
    }
  }
}
