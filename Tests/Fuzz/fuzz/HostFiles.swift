import MemtopCore

@testable import LinuxKernel

/// The files that tell of the whole host.
enum HostFiles {
  /// The order is that of the seeds (`seeds.py`).
  private static let parsers: [@Sendable (Span<UInt8>) -> Void] = [
    { bytes in
      var info = MemInfo(bytes)
      info.update(bytes)
      // What follows from the numbers is computed as well.
      for key in MemInfo.Key.allCases { _ = info[key] }
    },
    { _ = VMStat($0) }, { _ = ZoneInfo($0) }, { _ = FreeBlocks.parse($0) },
    { _ = SlabCache.parse($0) }, { _ = MemoryPressure($0) }, { _ = SwapDevice.parse($0) },
    { _ = Uptime.parse($0) }, { _ = NodeMemInfo($0) }, { _ = ArcStats($0) }, { _ = ZramStat($0) },
    { _ = DentryState($0) }, { _ = ProcessorCount.inStat($0) },
    { _ = ProcessorCount.inZoneInfo($0) }, { _ = SharedSegment.parse($0) },
    { _ = (Passwd.names(of: [33], in: $0), Passwd.home(of: 33, in: $0)) },
    { _ = Passwd.user(named: "root", in: $0) },
    { _ = ProcMount.parse($0) }, { _ = BootTime.parse($0) }, { _ = TmpfsMount.directories($0) },
    { _ = OwnNamespace.user.parse($0) }, { _ = Lxcfs.isListed($0) }, { _ = SmallNumber.parse($0) },
    { _ = SmallNumber.parseSize($0) }, { _ = KernelLogExtent.number(of: $0) },
    { bytes in
      guard let line = OneLine.parse(bytes) else { return }
      _ = KernelVersion(release: line)
      _ = NodeList(line).map { "\($0)" }
    },
  ]

  static func take(_ bytes: [UInt8]) { bytes.choosing(among: parsers) }
}
