@testable import LinuxKernel

/// The files of cgroups of both versions, and where they are mounted.
enum CgroupFiles {
  /// The order is that of the seeds (`seeds.py`).
  private static let parsers: [@Sendable (Span<UInt8>) -> Void] = [
    { _ = CgroupMount.parse($0) }, { _ = CgroupLimit.parse($0) },
    { _ = CgroupMemoryV1.killIsDisabled($0) },
    { bytes in
      var values = NamedValues()
      _ = values.update(bytes)
      _ = values.update(bytes)
      for entry in values.entries { _ = values.index(of: entry.name) }
    },
    { _ = ProcessCgroup.path($0) }, { _ = MemoryPressure($0) },
  ]

  static func take(_ bytes: [UInt8]) { bytes.choosing(among: parsers) }
}
