import LinuxKernel

/// What a process's memory is mapped from.
struct MappingSection {
  let memory: MappedMemory

  /// How many of a kind are named.
  private static let named = 4

  var parts: [DocumentPart] {
    guard case .told(.value(let mappings)) = memory.mappings else {
      return memory.mappings.remark(file: "smaps", what: "Mappings")
    }
    let kinds = MappingKind.allCases.filter { mappings.sum($0).held > 0 }
      .sorted { mappings.sum($0).held > mappings.sum($1).held }
    let rows = kinds.flatMap { kind in
      [row(kind.title, mappings.sum(kind), isBold: true)]
        + mappings.biggest(kind, Self.named).filter { $0.sizes.held > 0 }.compactMap {
          row($0, kind)
        }
    }
    let broken = mappings.malformedLines
    return [
      .table(
        DocumentTable(
          "mapping", ["RAM", "PSS", "swap", "maps"].map { .init($0) },
          rows + [row("all", mappings.total)]))
    ] + (broken > 0 ? [.text("\(broken) lines could not be read.", .warn)] : [])
  }

  /// Nil where the kind says all there is to say.
  private func row(
    _ mapping: ProcessMappings.Mapping, _ kind: MappingKind
  ) -> DocumentTable.Row? {
    switch kind {
    case .heap, .stack, .kernel: return nil
    case .anonymous, .file, .shmem, .hugetlb: break
    }
    let name =
      mapping.name.isEmpty
      ? "at " + String(mapping.start, radix: 16) : VisibleText.make(mapping.name)
    return row(name, mapping.sizes, isPart: true)
  }

  private func row(
    _ text: String, _ sizes: MappingSizes, isBold: Bool = false, isPart: Bool = false
  ) -> DocumentTable.Row {
    let inMemory = sizes.rss.addingReportingOverflow(sizes.hugetlb)
    let cells: [FieldValue] = [
      .bytes(inMemory.overflow ? .max : inMemory.partialValue),
      sizes.pss.map { .bytes($0) } ?? .absent, sizes.swap.map { .bytes($0) } ?? .absent,
      .number(Int64(sizes.count)),
    ]
    return DocumentTable.Row(
      text, cells.map { .value($0) }, isBold: isBold, keepsEnd: isPart, depth: isPart ? 1 : 0)
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
