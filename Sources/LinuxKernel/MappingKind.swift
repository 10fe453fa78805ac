/// What a mapping holds, as its line in `smaps` tells.
public enum MappingKind: UInt8, CaseIterable, Sendable {
  /// What `brk` gave: small allocations of most programs.
  case heap
  /// The first thread's stack; those of the others are anonymous mappings.
  case stack
  /// Memory without a file, named by the program or not.
  case anonymous
  /// A file's pages, and copies of them that were written to.
  case file
  /// Shared memory without a disk: `/dev/shm`, memfd, System V, shared anonymous.
  case shmem
  /// Huge pages of the reserved pool.
  case hugetlb
  /// What the kernel puts into every process.
  case kernel

  /// - Parameters:
  ///   - name: what stands at the end of the mapping's first line.
  ///   - hasInode: its number is not 0.
  init(_ name: Span<UInt8>, hasInode: Bool) {
    guard name.count > 0 else {
      self = hasInode ? .file : .anonymous
      return
    }
    switch name[0] {
    case UInt8(ascii: "["): self = Self.inBrackets(name)
    case UInt8(ascii: "/"):
      let isShmem = Self.shmemNames.contains { name.starts(with: $0, at: 0) }
      if isShmem {
        self = .shmem
      } else {
        self = name.starts(with: "/anon_hugepage", at: 0) ? .hugetlb : .file
      }
    default: self = .file
    }
  }

  private static func inBrackets(_ name: Span<UInt8>) -> MappingKind {
    bracketed.first { name.starts(with: $0.prefix, at: 0) }?.kind ?? .kernel
  }

  /// A thread's number stood behind `stack` from 3.4 to 4.4.
  private static let bracketed: [(prefix: StaticString, kind: MappingKind)] = [
    ("[heap]", .heap), ("[stack", .stack), ("[anon:", .anonymous), ("[anon_shmem:", .shmem),
  ]

  private static let shmemNames: [StaticString] = [
    "/dev/shm/", "/memfd:", "/SYSV", "/dev/zero (deleted)",
  ]
}
