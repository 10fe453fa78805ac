import LinuxKernel
import MemtopCore

/// The part of the Explain view that says what a process's memory is mapped from.
struct MappingLines: ~Copyable {
  let memory: MappedMemory
  let context: DialogContext

  /// How many of a kind are named.
  private static let named = 4

  func make() -> [DialogLine] {
    guard case .told(.value(let mappings)) = memory.mappings else {
      return MapRemark.lines(memory.mappings, file: "smaps", what: "Mappings", context)
    }
    let heading = ColumnLines.Row(
      text: "", numbers: ["RAM", "PSS", "swap", "maps"], role: .tableHeader)
    let kinds = MappingKind.allCases.filter { mappings.sum($0).held > 0 }
      .sorted { mappings.sum($0).held > mappings.sum($1).held }
    let rows = kinds.flatMap { kind in
      [row(kind.title, mappings.sum(kind), isBold: true)]
        + mappings.biggest(kind, Self.named).filter { $0.sizes.held > 0 }.compactMap {
          row($0, kind)
        }
    }
    return ColumnLines.make([heading] + rows + [row("all", mappings.total)], context)
      + (mappings.malformedLines > 0
        ? context.wrapped("\(mappings.malformedLines) lines could not be read.", .warn) : [])
  }

  /// Nil where the kind says all there is to say.
  private func row(_ mapping: ProcessMappings.Mapping, _ kind: MappingKind) -> ColumnLines.Row? {
    switch kind {
    case .heap, .stack, .kernel: return nil
    case .anonymous, .file, .shmem, .hugetlb: break
    }
    let name =
      mapping.name.isEmpty
      ? "at " + String(mapping.start, radix: 16) : VisibleText.make(mapping.name)
    return row("  " + name, mapping.sizes, keepsEnd: true)
  }

  private func row(
    _ text: String, _ sizes: MappingSizes, isBold: Bool = false, keepsEnd: Bool = false
  ) -> ColumnLines.Row {
    let unit = context.settings.unit
    let inMemory = sizes.rss.addingReportingOverflow(sizes.hugetlb)
    let numbers = [
      Quantity.bytes(inMemory.overflow ? .max : inMemory.partialValue, unit: unit),
      sizes.pss.map { Quantity.bytes($0, unit: unit) } ?? context.glyphs.absent,
      sizes.swap.map { Quantity.bytes($0, unit: unit) } ?? context.glyphs.absent,
      String(sizes.count),
    ]
    return ColumnLines.Row(text: text, numbers: numbers, isBold: isBold, keepsEnd: keepsEnd)
  }
}

extension MappingKind {
  fileprivate var title: String {
    switch self {
    case .heap: "heap"
    case .stack: "stack"
    case .anonymous: "anonymous"
    case .file: "files"
    case .shmem: "shared memory"
    case .hugetlb: "huge pages (not in RSS)"
    case .kernel: "the kernel's own"
    }
  }
}
